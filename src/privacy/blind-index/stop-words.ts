/**
 * Words that say nothing about a text. One list serves both languages: a word on it is indexed in neither, so that a query need not
 * know the language of the texts it searches ("die" is an article here and a verb there).
 */

const german = `aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus bei beim bin bis
bist da damit dann das dass dasselbe dazu dein deine deinem deinen deiner dem den denn der derer des dessen dich die dies diese diesem
diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines einig einige einigem einigen einiger einiges einmal er es
etwas euch euer eure eurem euren eurer für fuer gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre
ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder jedes jene jenem jenen jener jenes jetzt kann kein keine keinem
keinen keiner können koennen könnte koennte machen man manche manchem manchen mancher manches mein meine meinem meinen meiner meines mich
mir mit muss musste nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seines selbst sich sie sind so solche
solchem solchen solcher soll sollte sondern sonst über ueber um und uns unser unsere unserem unseren unserer unter viel vom von vor während
waehrend war waren warst was weg weil weiter welche welchem welchen welcher wenn werde werden wie wieder will wir wird wirst wo wollen
wollte würde wuerde würden wuerden zu zum zur zwar zwischen`;

const english = `about above after again against all am an and any are as at be because been before being below between both but by can could
did do does doing don down during each few for from further had has have having he her here hers herself him himself his how if in into is
it its itself just me more most my myself no nor not now of off on once only or other our ours ourselves out over own re same she should so
some such than that the their theirs them themselves then there these they this those through to too under until up ve very was we were
what when where which while who whom why will with would you your yours yourself yourselves`;

const listed = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const GERMAN_STOP_WORDS = listed(german);
export const ENGLISH_STOP_WORDS = listed(english);

/** Expects a word as `words` gives it: lower case, NFKC. */
export const isStopWord = (word: string): boolean => GERMAN_STOP_WORDS.has(word) || ENGLISH_STOP_WORDS.has(word);
