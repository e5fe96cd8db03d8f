namespace FunctionsAgent.Feedback;

/// <summary>
/// The vocabulary of one language (<see cref="DialogueActs"/>): phrases in small letters without apostrophes, umlauts written out;
/// <c>a|b</c> are alternatives, <c>a?</c> may be missing, <c>a_b</c> are words that stay together.
/// </summary>
/// <param name="Locale">BCP 47.</param>
/// <param name="Closings">Of letters: a name may follow.</param>
/// <param name="Unsolved">What is said of an earlier answer, never of a thing: "it does not work" may be a first request.</param>
/// <param name="Fillers">Mean nothing by themselves.</param>
public sealed record DialogueWords(string Locale, string[] Greetings, string[] Closings, string[] Confirms, string[] Unsolved, string[] Fillers)
{
    public static DialogueWords English { get; } = new("en",
        Greetings:
        [
            "hi|hello|hey|hiya|howdy|greetings", "good morning|afternoon|evening|day|night", "how are you doing|today?", "how is it going", "hows it going", "nice to meet you",
            "bye|goodbye|good_bye|bye_bye", "see you later|soon|tomorrow|around?", "take care", "have a nice|good|great|lovely day|evening|weekend|night|one|time", "you too",
            "dear sir|madam|team|support|all", "dear sir or madam", "to whom it may concern",
        ],
        Closings: ["kind|best|warm|warmest? regards", "yours? sincerely|truly|faithfully", "best|many? wishes"],
        Confirms:
        [
            "thanks|thank_you|thank_u|thx|thnx|ty|tysm|cheers|ta", "many|so_many thanks", "thanks a lot|million|bunch|ton", "much? appreciated", "i|we really? appreciate it|that|this|your_help",
            "thanks|thank_you for|for_all your|the|all? quick|fast|prompt|great|kind? help|support|reply|answer|response|information|info|time|patience|assistance|update|service",
            "thanks|thank_you for helping me|us?", "im|i_am very|so? grateful|happy",
            "yes|yep|yeah? that|it|this has? solved|fixed|resolved it|this|that|everything|the_problem|the_issue|my_problem|my_issue", "yes|yep|yeah? that|it|this|everything works|worked|helped|helps now|again|fine|perfectly|well?",
            "yes|yep|yeah? that|it|this helped|helps me? a_lot?", "yes|yep|yeah? that|it|this did the_trick|it|help", "that|this really|very_much helped|helps me?",
            "yes|yep|yeah? it|this|that|everything is|was|has_been now|all? solved|fixed|resolved|sorted|working|clear|fine|good|perfect|great now|again?",
            "yes|yep|yeah? its|thats now|all? solved|fixed|resolved|sorted|working|clear|fine|good|perfect|great|wonderful|awesome|excellent now|again?",
            "now? solved|fixed|resolved|sorted|works now?", "working again|fine now?", "now? all good|set|sorted|done|fixed|solved|clear now?", "my|the? problem|issue|question|case is|was|has_been? now? solved|fixed|resolved|answered|sorted",
            "that answers|answered my|the question", "that|this|it|you was|is|were|are very|really|so|most|extremely helpful|kind|good|quick", "very|really|so|most helpful|kind|quick", "helpful",
            "no? that|this is|was|will_be all", "no? thats all|it|everything for_now|for_today|i_needed|i_wanted_to_know?", "no? nothing else for_now?", "no? thanks|thank_you that|this is|was all", "no? thanks|thank_you thats all|it",
            "perfect|great|excellent|awesome|wonderful|fantastic|brilliant|super|lovely|amazing|superb|splendid", "good|great|nice job|work", "well done", "good to know", "you helped|saved me a_lot?", "you are|were the_best|great|a_star|a_lifesaver", "youre the_best|great|a_star|a_lifesaver",
        ],
        Unsolved:
        [
            "no|but|unfortunately|sorry|sadly? it|this|that|everything? is|was? still broken|unsolved|unresolved|open|failing|wrong|the_same|not_working|not_fixed|not_solved|not_resolved|not_right|not_good",
            "no|but|unfortunately|sorry? its|thats still broken|unsolved|unresolved|failing|wrong|the_same|not_working|not_fixed|not_solved|not_resolved",
            "no|but|unfortunately|sorry|sadly? it|this|that? still doesnt|does_not|dont|isnt|is_not|wont|cant|did_not|didnt work|works|working|help", "no|but|unfortunately|sorry|sadly? that|this doesnt|does_not|didnt|did_not|hasnt|has_not really? work|help|helped|worked",
            "no|but|unfortunately|sorry|sadly? it|that|this|you? didnt|did_not|hasnt|has_not really? help|helped|worked|work|change_anything me|us?", "no|but|unfortunately|sorry? that|it|this didnt|did_not|doesnt|does_not solve|fix|resolve|change it|anything|the_problem|the_issue|my_problem|my_issue",
            "no|but? that|it|this is|was not helpful|solved|fixed|resolved|the_solution", "no|but? that|it|this was no|not_much|of_no help", "no|but? not solved|fixed|resolved|helpful|yet_solved|yet_fixed|solved_yet|fixed_yet",
            "still|but? no luck|change|success|solution", "no|but? still nothing|not", "nothing has|have? changed|helped|works|worked", "no|but|unfortunately? still? same|the_same problem|issue|error|thing again|here|as_before|still?", "still the|my same? problem|issue|error",
            "the|my|this problem|issue|error is still there|here|not_solved|not_fixed|not_resolved|open|unsolved", "the|my|this problem|issue|error still? persists|remains|exists", "the|my|this problem|issue|error is|came|has_come back|back_again",
            "it|this happened|happens|is_happening|stopped_working|is_broken|broke again", "its broken|happening again", "broken again", "not working again|still", "it|this keeps happening", "i|we still have the|this|that same? problem|issue|error|trouble", "i am|im? still having the|this|that? same? problem|issue|error|trouble|problems|issues", "im|i_am still stuck", "still stuck",
        ],
        Fillers:
        [
            "ok|okay|oh|ah|wow|yay|haha|lol|alright|all_right|understood|got_it|i_see|noted|fine|sure", "so|very much", "again|there|team|support|everyone|everybody|all|guys|folks|sir|madam|bot|assistant|mate|friend|dear|indeed|really|very|now|too|also|today|and|well|then|but|please|for_now|a_lot|for_everything|for_that|for_this",
            "thanks|thank_you|many_thanks a_lot|very_much|so_much? in_advance",
        ]);

    public static DialogueWords German { get; } = new("de",
        Greetings:
        [
            "hallo|hi|hey|moin|moin_moin|servus|gruezi|gruess_gott|gruess_dich|hallihallo", "guten morgen|tag|abend|nachmittag", "gute nacht", "wie gehts", "wie geht es|s? dir|ihnen|euch", "sehr_geehrte damen_und_herren", "liebes? team", "lieber support",
            "tschuess|tschau|ciao|tschoe", "bis bald|dann|spaeter|morgen|naechstes_mal", "auf wiedersehen|wiederhoeren", "einen|noch_einen? schoenen|guten tag|abend|feierabend|nachmittag noch|ihnen_noch?", "schoenes|ein_schoenes wochenende noch?", "dir|ihnen|euch auch", "gleichfalls|ebenfalls|ebenso",
        ],
        Closings: ["mit? freundlichen|besten|herzlichen|lieben gruessen", "freundliche|viele|liebe|beste|herzliche|schoene gruesse", "freundlicher|herzlicher|lieber gruss", "mfg|lg|vg"],
        Confirms:
        [
            "danke|dankeschoen|merci", "danke schoen|sehr|vielmals|nochmals|nochmal", "vielen|lieben|besten|herzlichen|tausend|recht_herzlichen|vielen_lieben dank", "ich bedanke mich herzlich|vielmals?", "ich|wir danke|danken ihnen|dir|euch sehr|vielmals?",
            "danke|vielen_dank fuer die|ihre|deine|eure|das schnelle|rasche|tolle? hilfe|antwort|auskunft|unterstuetzung|info|information|rueckmeldung|muehe", "danke|vielen_dank fuer alles",
            "ja? das|es|alles? hat mir|uns? sehr|gut|wirklich? geholfen|geklappt|funktioniert", "ja? das|es|alles? hat mein|das|unser problem geloest|behoben", "ja? das|es|alles funktioniert|geht|klappt jetzt|nun|wieder|einwandfrei|perfekt?", "ja? jetzt|nun geht|funktioniert|klappt es|alles|das wieder?", "jetzt gehts",
            "geloest|behoben|erledigt", "ja? das|mein|unser problem ist|wurde|hat_sich jetzt|damit|nun? geloest|behoben|erledigt", "problem|frage geloest|behoben|erledigt|beantwortet", "das? hat sich erledigt|geklaert", "das beantwortet meine frage", "meine frage ist beantwortet",
            "alles|ist_alles gut|bestens|super|in_ordnung", "perfekt|super|klasse|toll|prima|wunderbar|grossartig|spitze|hervorragend|fantastisch|genial", "das ist|war sehr|echt|wirklich? super|toll|klasse|prima|nett|hilfreich|perfekt", "sehr hilfreich|nett|freundlich", "gute arbeit",
            "nein? das|dies war|ist alles", "nein? das wars|waers", "nein? danke|vielen_dank das war|waere alles", "nein? danke|vielen_dank das wars", "nein? sonst nichts",
        ],
        Unsolved:
        [
            "nein|aber|leider? es|das|dies? ist? leider? immer_noch|noch_immer|weiterhin kaputt|defekt|ungeloest|offen|falsch|nicht_geloest|nicht_behoben|dasselbe|das_gleiche|so", "nein|aber|leider? es|das? geht|funktioniert|klappt leider? immer_noch|noch_immer|weiterhin nicht",
            "nein|aber|leider? das geht|funktioniert|klappt|hilft leider|so|mir? nicht weiter?", "nein|aber|leider? das|es? hat leider|mir|uns? leider? nicht|nichts geholfen|geklappt|funktioniert|gebracht|geaendert", "nein|aber|leider? das|es? hat das|mein problem nicht geloest|behoben", "leider hat das|es mir|uns? nicht|nichts geholfen|geklappt|funktioniert|gebracht|geaendert",
            "nein|aber|leider? nicht geloest|behoben|hilfreich", "das war nicht|leider_nicht|keine hilfreich|hilfe", "das|mein|unser|der problem|fehler besteht|bleibt immer_noch|noch_immer|weiterhin|weiter|noch|bestehen?", "das|mein|unser|der problem|fehler ist leider? immer_noch|noch_immer|noch|weiterhin|leider? nicht_geloest|nicht_behoben|da|wieder_da",
            "immer_noch|noch_immer|wieder das_gleiche|dasselbe|der_gleiche|derselbe|gleiches|selbes problem|fehler", "immer_noch|noch_immer nichts", "nichts hat sich geaendert", "es hat sich nichts geaendert", "hilft mir? leider? nicht weiter?",
        ],
        Fillers:
        [
            "ok|okay|alles_klar|gut|verstanden|ach_so|achso|aha|ah|oh|na_dann|in_ordnung", "und|sehr|team|zusammen|auch|nochmals|nochmal|noch_mal|jetzt|dann|bitte|liebe|lieber|aber|ihnen|euch|dir", "danke|vielen_dank|besten_dank im_voraus|schon_mal|vorab|schon_einmal",
        ]);

    public static IReadOnlyList<DialogueWords> All { get; } = [English, German];
}
