import { catalog } from '#platform/i18n/catalog.ts';

export const say = catalog('article-search', {
  en: {
    'found.articles': 'Help articles',
    'found.drafts': 'Your drafts',
    'found.saved': 'Saved {time}',
    crumb: 'Help center',
    'vain.title': 'Searched for in vain',
    'vain.lede':
      'What customers and visitors looked for and found nothing, or nothing they opened. Only the words are kept, for half a year, and not who typed them.',
    'vain.more': 'All of them',
    'vain.count': '{n, plural, one {# search} other {# searches}} without an answer in the last 90 days',
    'vain.programs':
      'In the last 90 days programs, such as crawlers and scanners of mails, opened {n, plural, one {one result} other {# results}}. They are not counted above, nor as reading.',
    'vain.words': '“{words}”',
    'vain.nothing': 'Looked for {n, plural, one {once} other {# times}}, nothing found',
    'vain.unopened': 'Looked for {n, plural, one {once} other {# times}}, nothing opened',
    'vain.write': 'Write article',
    'vain.write.about': 'Write article about “{words}”',
    'vain.dismiss': 'Dismiss',
    'vain.dismiss.words': 'Dismiss “{words}”',
    'vain.dismissed': 'Put aside. It comes back when it is looked for as often again.',
    'vain.none': 'Nothing was looked for in vain',
    'vain.none.text': 'Words that lead to nothing appear here, the most wanted first.',
  },
  de: {
    'found.articles': 'Hilfeartikel',
    'found.drafts': 'Ihre Entwürfe',
    'found.saved': '{time} gespeichert',
    crumb: 'Hilfebereich',
    'vain.title': 'Vergeblich gesucht',
    'vain.lede':
      'Wonach Kunden und Besucher gesucht haben, ohne etwas zu finden oder zu öffnen. Aufbewahrt werden nur die Wörter, ein halbes Jahr lang, und nicht, wer sie eingegeben hat.',
    'vain.more': 'Alle',
    'vain.count': '{n, plural, one {# Suche} other {# Suchen}} ohne Antwort in den letzten 90 Tagen',
    'vain.programs':
      'In den letzten 90 Tagen haben Programme, etwa Suchroboter und Mailscanner, {n, plural, one {ein Ergebnis} other {# Ergebnisse}} geöffnet. Oben und als Lesen zählen sie nicht.',
    'vain.words': '„{words}“',
    'vain.nothing': '{n, plural, one {Einmal} other {#-mal}} gesucht, nichts gefunden',
    'vain.unopened': '{n, plural, one {Einmal} other {#-mal}} gesucht, nichts geöffnet',
    'vain.write': 'Artikel schreiben',
    'vain.write.about': 'Artikel schreiben über „{words}“',
    'vain.dismiss': 'Verwerfen',
    'vain.dismiss.words': '„{words}“ verwerfen',
    'vain.dismissed': 'Verworfen. Es kommt wieder, wenn ebenso oft noch einmal danach gesucht wird.',
    'vain.none': 'Nichts wurde vergeblich gesucht',
    'vain.none.text': 'Wörter, die zu nichts führen, erscheinen hier, die meistgesuchten zuerst.',
  },
});
