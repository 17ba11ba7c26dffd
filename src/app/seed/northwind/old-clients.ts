/** What Maya brought in from the tool the studio had before: two lines of it are no good. */
export const oldClients = `Company;Customer no;Plan;City;Website;Industry;Name;Email;Job title;Mobile
Alder & Oak Interiors;NW-0112;Retainer;Portland, Oregon;alderandoak.example;Retail;Hannah Voss;hannah@alderandoak.example;Managing partner;+1 503 555 0171
Alder & Oak Interiors;NW-0112;;;;;Desmond Clarke;desmond@alderandoak.example;Showroom manager;+1 503 555 0148
Alder & Oak Interiors;NW-0112;;;;;Pilar Montero;pilar@alderandoak.example;Marketing;
Alder & Oak Interiors;NW-0112;;;;;Wes Tanaka;wes@alderandoak.example;E-commerce;
Alder & Oak Interiors;NW-0112;;;;;Rowan Ellery;rowan@alderandoak.example;Buying;
Alder & Oak Interiors;NW-0112;;;;;Josie Marsh;josie(at)alderandoak.example;Customer care;
Alder & Oak Interiors;NW-0112;;;;;Ravi Menon;ravi@alderandoak.example;Operations;
Alder & Oak Interiors;NW-0112;;;;;Clara Beck;clara@alderandoak.example;Accounts payable;
Alder & Oak Interiors;NW-0112;;;;;Tom Whitlock;tom@alderandoak.example;Photography;
Cobalt Freight;NW-0087;Project;Rotterdam;cobaltfreight.example;Logistics;Sanne de Wit;sanne@cobaltfreight.example;Head of Digital;+1 617 555 0139
Cobalt Freight;NW-0087;;;;;Joris Bakker;joris@cobaltfreight.example;Customer portal;
Cobalt Freight;NW-0087;;;;;Amira Saleh;amira@cobaltfreight.example;Communications;
Cobalt Freight;NW-0087;;;;;Piotr Zielinski;piotr@cobaltfreight.example;IT;+1 617 555 0101
Cobalt Freight;NW-0087;;;;;Femke Visser;femke@cobaltfreight.example;Recruiting;
Cobalt Freight;NW-0087;;;;;Daan Mulder;daan@cobaltfreight.example;Sales;
Cobalt Freight;NW-0087;;;;;Lotte Smit;lotte@cobaltfreight.example;Sales;
Cobalt Freight;NW-0087;;;;;Hugo Peters;hugo@cobaltfreight.example;Finance;
Cobalt Freight;NW-0087;;;;;Noa Cohen;noa@cobaltfreight.example;Product owner;
Cobalt Freight;NW-0087;;;;;Bram Jansen;bram@cobaltfreight.example;Web editor;
Cobalt Freight;NW-0087;;;;;Eva Kuipers;eva@cobaltfreight.example;Legal;
Meridian Museum;NW-0054;Retainer;Boston, Massachusetts;meridianmuseum.example;Culture;Adaeze Obi;adaeze@meridianmuseum.example;Director of Audiences;+1 617 555 0122
Meridian Museum;NW-0054;;;;;Simon Hartley;simon@meridianmuseum.example;Ticketing;
Meridian Museum;NW-0054;;;;;Lucia Ferrari;lucia@meridianmuseum.example;Exhibitions;
Meridian Museum;NW-0054;;;;;Ken Watanabe;ken@meridianmuseum.example;IT;
Meridian Museum;NW-0054;;;;;Margot Leroy;margot@meridianmuseum.example;Press;
Meridian Museum;NW-0054;;;;;Elliot Grant;elliot@meridianmuseum.example;Membership;
Meridian Museum;NW-0054;;;;;Sofia Lindgren;sofia@meridianmuseum.example;Education;
Meridian Museum;NW-0054;;;;;Victor Amadi;victor@meridianmuseum.example;Shop;
Meridian Museum;NW-0054;;;;;Ruth Feldman;ruth@meridianmuseum.example;Archive;
Meridian Museum;NW-0054;;;;;Owen Price;owen@meridianmuseum.example;Facilities;
Meridian Museum;NW-0054;;;;;Yara Haddad;yara@meridianmuseum.example;Translation;
Meridian Museum;NW-0054;;;;;Colin Marsh;colin@meridianmuseum.example;Volunteers;
;;Retainer;Denver, Colorado;;Retail;Gil Sandoval;gil@lonepine.example;Owner;
`;
