import { how, type Outline, type Preset, what } from './outline.ts';

/** What customers of one trade ask besides. */
export const byPreset: Record<Preset, readonly Outline[]> = {
  agency: [
    how(
      'feedback',
      ['How do I give feedback on a draft?', 'Wie gebe ich Rückmeldung zu einem Entwurf?'],
      ['Where the draft is, how to comment, and by when.', 'Wo der Entwurf liegt, wie man kommentiert, und bis wann.'],
    ),
    what(
      'rounds',
      ['How many rounds of changes are included?', 'Wie viele Korrekturrunden sind enthalten?'],
      [
        'How many, what counts as one, and what more of them cost.',
        'Wie viele, was als eine zählt, und was weitere kosten.',
      ],
      ['What is corrected at no charge.', 'Was ohne Berechnung berichtigt wird.'],
    ),
    how(
      'approve',
      ['How do I approve a piece of work?', 'Wie gebe ich eine Arbeit frei?'],
      ['Where, who may, and what follows from it.', 'Wo, wer darf, und was daraus folgt.'],
    ),
    what(
      'files-formats',
      ['Which files do I get, and where?', 'Welche Dateien bekomme ich, und wo?'],
      ['Formats, sizes, and where they stay.', 'Formate, Größen, und wo sie bleiben.'],
      ['What is handed over only on request.', 'Was nur auf Wunsch übergeben wird.'],
    ),
    what(
      'rights-of-use',
      ['What may I use the work for?', 'Wofür darf ich die Arbeit nutzen?'],
      [
        'Uses, places and times, and licences of fonts and pictures.',
        'Nutzungen, Orte und Zeiten, Lizenzen von Schriften und Bildern.',
      ],
      ['What needs another agreement.', 'Was eine weitere Vereinbarung braucht.'],
    ),
    how(
      'material',
      ['What do you need from us to begin?', 'Was brauchen Sie von uns, um zu beginnen?'],
      ['A list: texts, logos, access, people, dates.', 'Eine Liste: Texte, Logos, Zugänge, Personen, Termine.'],
    ),
    what(
      'timeline',
      ['How long does a project take?', 'Wie lange dauert ein Projekt?'],
      ['The usual steps with their times.', 'Die üblichen Schritte mit ihren Zeiten.'],
      ['What makes it quicker or slower.', 'Was es schneller oder langsamer macht.'],
    ),
    how(
      'change',
      ['We want something more. What now?', 'Wir möchten noch etwas dazu. Was nun?'],
      [
        'How to ask, how it is offered, and when it is begun.',
        'Wie man fragt, wie es angeboten wird, und wann es beginnt.',
      ],
    ),
  ],
  software: [
    how(
      'start',
      ['How do I get started?', 'Wie fange ich an?'],
      ['The first things to set up, in order.', 'Was zuerst einzurichten ist, der Reihe nach.'],
    ),
    how(
      'password',
      ['I forgot my password', 'Ich habe mein Passwort vergessen'],
      [
        'Where to ask for a new one, and how long the link holds.',
        'Wo man ein neues bekommt, und wie lange der Link gilt.',
      ],
    ),
    what(
      'plans',
      ['What is in which plan?', 'Was ist in welchem Tarif?'],
      ['A table of plans and limits.', 'Eine Tabelle der Tarife und Grenzen.'],
      ['What happens when a limit is reached.', 'Was geschieht, wenn eine Grenze erreicht ist.'],
    ),
    how(
      'upgrade',
      ['How do I change my plan?', 'Wie wechsle ich den Tarif?'],
      ['Who may, where, and how it is charged.', 'Wer darf, wo, und wie es berechnet wird.'],
    ),
    how(
      'import',
      ['How do I bring my data in, and out again?', 'Wie kommen meine Daten hinein, und wieder heraus?'],
      ['Formats, sizes, and where to click.', 'Formate, Größen, und wo man klickt.'],
    ),
    how(
      'integrations',
      ['Which other programs does it work with?', 'Mit welchen Programmen arbeitet es zusammen?'],
      ['Each one, and how to connect it.', 'Jedes, und wie man es verbindet.'],
    ),
    what(
      'outage',
      ['Is something down?', 'Gibt es eine Störung?'],
      ['Where you say so, and how often.', 'Wo Sie es sagen, und wie oft.'],
      ['Planned maintenance, and how it is announced.', 'Geplante Wartung, und wie sie angekündigt wird.'],
    ),
    how(
      'bug',
      ['How do I report a fault?', 'Wie melde ich einen Fehler?'],
      [
        'What you need: what happened, where, since when, a picture.',
        'Was Sie brauchen: was geschah, wo, seit wann, ein Bild.',
      ],
    ),
  ],
  consulting: [
    how(
      'documents',
      ['Which documents do you need, and by when?', 'Welche Unterlagen brauchen Sie, und bis wann?'],
      [
        'A list for each month or year, and where to put them.',
        'Eine Liste für jeden Monat oder jedes Jahr, und wohin damit.',
      ],
    ),
    what(
      'deadlines',
      ['Which deadlines apply to us?', 'Welche Fristen gelten für uns?'],
      ['The deadlines, and what you need before each.', 'Die Fristen, und was Sie vor jeder brauchen.'],
      ['When they can be extended.', 'Wann sie verlängert werden können.'],
    ),
    what(
      'fees',
      ['How are your fees made up?', 'Wie setzen sich Ihre Honorare zusammen?'],
      ['What is charged by time, what at a fixed price.', 'Was nach Zeit berechnet wird, was zum Festpreis.'],
      ['What is not included.', 'Was nicht enthalten ist.'],
    ),
    how(
      'sign',
      ['How do I sign a document?', 'Wie unterschreibe ich ein Dokument?'],
      ['Which way is valid for which document.', 'Welcher Weg für welches Dokument gilt.'],
    ),
    how(
      'letter',
      ['I received a letter from an authority. What now?', 'Ich habe Post von einer Behörde. Was nun?'],
      ['Send it where, how soon, and what not to do yourself.', 'Wohin damit, wie bald, und was man nicht selbst tut.'],
    ),
    how(
      'appointment',
      ['How do I make an appointment?', 'Wie vereinbare ich einen Termin?'],
      ['Where, with whom, and what to bring.', 'Wo, mit wem, und was mitzubringen ist.'],
    ),
    how(
      'new-employee',
      ['We have a new employee. What do you need?', 'Wir stellen jemanden ein. Was brauchen Sie?'],
      ['The details and forms, and by when.', 'Die Angaben und Formulare, und bis wann.'],
    ),
    what(
      'confidential',
      ['Who sees our documents?', 'Wer sieht unsere Unterlagen?'],
      ['Who works on them, and how they are kept.', 'Wer daran arbeitet, und wie sie verwahrt werden.'],
      ['What must be given to others by law.', 'Was von Gesetzes wegen weitergegeben wird.'],
    ),
  ],
  it: [
    how(
      'urgent',
      ['Nothing works. Whom do I call?', 'Nichts geht mehr. Wen rufe ich an?'],
      ['The number, the hours, and what to say first.', 'Die Nummer, die Zeiten, und was zuerst zu sagen ist.'],
    ),
    how(
      'new-device',
      ['How do I order a computer or a licence?', 'Wie bestelle ich ein Gerät oder eine Lizenz?'],
      ['Who may, what to choose from, how long it takes.', 'Wer darf, woraus man wählt, wie lange es dauert.'],
    ),
    how(
      'joiner',
      ['Somebody begins or leaves. What do we tell you?', 'Jemand beginnt oder geht. Was sagen wir Ihnen?'],
      ['What you need to know, and how long before.', 'Was Sie wissen müssen, und wie lange vorher.'],
    ),
    how(
      'reset',
      ['How do I reset my password or second step?', 'Wie setze ich Passwort oder zweiten Schritt zurück?'],
      ['For each system, and how you make sure who asks.', 'Für jedes System, und wie Sie sichergehen, wer fragt.'],
    ),
    how(
      'phishing',
      ['I received a strange mail', 'Ich habe eine seltsame Mail bekommen'],
      ['What to do, what not to do, and whom to tell.', 'Was zu tun ist, was nicht, und wem man es sagt.'],
    ),
    how(
      'remote',
      ['How do I work from home?', 'Wie arbeite ich von zu Hause?'],
      ['What is needed, and how to connect.', 'Was nötig ist, und wie man sich verbindet.'],
    ),
    what(
      'sla',
      ['How quickly do you react?', 'Wie schnell reagieren Sie?'],
      ['Priorities with their times.', 'Dringlichkeiten mit ihren Zeiten.'],
      ['What is not covered by the contract.', 'Was der Vertrag nicht abdeckt.'],
    ),
    what(
      'backup',
      ['Are our data backed up?', 'Werden unsere Daten gesichert?'],
      ['What, how often, where, and how to get something back.', 'Was, wie oft, wo, und wie man etwas zurückbekommt.'],
      ['What is not backed up.', 'Was nicht gesichert wird.'],
    ),
  ],
  property: [
    how(
      'report',
      ['How do I report damage?', 'Wie melde ich einen Schaden?'],
      [
        'Where, what to photograph, and when to call at once.',
        'Wo, was zu fotografieren ist, und wann man sofort anruft.',
      ],
    ),
    how(
      'emergency',
      ['Water, heating, power: whom do I call?', 'Wasser, Heizung, Strom: wen rufe ich an?'],
      ['Numbers, and what to turn off first.', 'Nummern, und was zuerst abzustellen ist.'],
    ),
    what(
      'costs',
      ['How are the service charges worked out?', 'Wie wird die Nebenkostenabrechnung berechnet?'],
      ['What is in it, how it is shared, and when it comes.', 'Was darin ist, wie verteilt wird, und wann sie kommt.'],
      ['How to object.', 'Wie man widerspricht.'],
    ),
    how(
      'keys',
      ['I lost a key', 'Ich habe einen Schlüssel verloren'],
      ['Whom to tell, what it costs, how long it takes.', 'Wem man es sagt, was es kostet, wie lange es dauert.'],
    ),
    how(
      'move-out',
      ['How do I hand the rooms back?', 'Wie gebe ich die Räume zurück?'],
      ['Notice, appointment, condition, meters, keys.', 'Kündigung, Termin, Zustand, Zähler, Schlüssel.'],
    ),
    what(
      'rules',
      ['Which house rules apply?', 'Welche Hausordnung gilt?'],
      ['Quiet hours, bins, bicycles, pets.', 'Ruhezeiten, Müll, Fahrräder, Tiere.'],
      ['What has to be asked for.', 'Wofür man fragen muss.'],
    ),
    how(
      'changes',
      ['May I change something in my rooms?', 'Darf ich in meinen Räumen etwas ändern?'],
      ['What needs consent, and how to ask for it.', 'Was eine Zustimmung braucht, und wie man darum bittet.'],
    ),
    how(
      'confirmation',
      ['How do I get a written confirmation?', 'Wie bekomme ich eine Bescheinigung?'],
      ['Which ones there are, where to ask, how long it takes.', 'Welche es gibt, wo man fragt, wie lange es dauert.'],
    ),
  ],
};
