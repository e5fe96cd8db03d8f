using System.Text.RegularExpressions;

namespace FunctionsAgent.Knowledge;

/// <summary>What an answer must hold to be one.</summary>
internal enum ExtractKind
{
    Any,
    Amount,
    Time,
    Phone,
    Mail,
}

/// <summary>Tells from a question's words what kind of thing is asked for, and whether a text has one. English and German.</summary>
internal static partial class ExtractKinds
{
    public static ExtractKind Of(string question) =>
        MailAsked().IsMatch(question) ? ExtractKind.Mail
        : PhoneAsked().IsMatch(question) ? ExtractKind.Phone
        : TimeAsked().IsMatch(question) ? ExtractKind.Time
        : AmountAsked().IsMatch(question) ? ExtractKind.Amount
        : ExtractKind.Any;

    public static bool Has(ExtractKind kind, string text) => kind switch
    {
        ExtractKind.Amount => Number().IsMatch(text) || Free().IsMatch(text),
        ExtractKind.Time => Number().IsMatch(text) || Time().IsMatch(text),
        ExtractKind.Phone => Phone().IsMatch(text),
        ExtractKind.Mail => text.Contains('@', StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>Words that only name the kind: an answer says "within three days", not "how long", and "for 39" without the word cost.</summary>
    public static bool Names(ExtractKind kind, string word) => kind switch
    {
        ExtractKind.Amount => word is "cost" or "costs" or "price" or "fee" or "fees" or "charge" or "charged" or "pay" or "kostet" or "kosten" or "preis",
        ExtractKind.Time => word is "time" or "days" or "hours" or "weeks" or "zeit" or "tage",
        ExtractKind.Phone => word is "phone" or "telephone" or "number" or "telefonnummer" or "rufnummer",
        ExtractKind.Mail => word is "email" or "mail" or "address" or "adresse",
        _ => false,
    };

    [GeneratedRegex(@"\b((which|what|an?) e-?mail|e-?mail address (do|can|should|is|to)|(welche|eine) e-?mail)", RegexOptions.IgnoreCase)]
    private static partial Regex MailAsked();

    [GeneratedRegex(@"\b(phone number|telephone number|number (can|do|should) i (call|ring)|telefonnummer|rufnummer)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PhoneAsked();

    [GeneratedRegex(@"\b(how long|how soon|how quickly|how fast|how often|when (do|does|will|can|is|are)|what time|by when|until when|wie lange|wann|wie oft|wie schnell)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TimeAsked();

    [GeneratedRegex(@"\b(how much|how many|how high|how large|how heavy|(what|which)\b.*\b(costs?|prices?|fees?|charges?|excess|deductible|limit|maximum|minimum|most|rate|interest|discount|percentage)\b|wie ?viele?|wie hoch|was kostet)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AmountAsked();

    [GeneratedRegex(@"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|half|double|twice|once|full|ein|eine|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(free|no (extra )?(charge|fee|cost)|nothing|unlimited|any number|kostenlos|kostenfrei|gratis)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Free();

    [GeneratedRegex(@"\b(immediately|at once|same day|next (working |business )?day|at any time|any time|always|never|daily|weekly|monthly|yearly|annually|every|until|as soon as|(mon|tues|wednes|thurs|fri|satur|sun)day|before|after|within|sofort|jederzeit|täglich|bis|nach|vor)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Time();

    [GeneratedRegex(@"\+?\d[\d ()/-]{5,}\d")]
    private static partial Regex Phone();
}
