namespace FunctionsAgent.Guardrails;

/// <summary>Forms no country keeps: hardware addresses and dates.</summary>
internal static class PiiForms
{
    private const string Month = "(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)";

    /// <summary>IEEE 802 addresses, six octets; of zeros alone it is nobody's.</summary>
    public static PiiRecognizer Mac { get; } = new PiiPattern("mac", "MAC_ADDRESS", "[0-9a-f]{2}(:[0-9a-f]{2}){5}|[0-9a-f]{2}(-[0-9a-f]{2}){5}|[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}")
    {
        Valid = static c => c.ContainsAnyExcept('0'),
    };

    /// <summary>Days and times of ISO 8601, and the ways days are written with figures and English months.</summary>
    public static PiiRecognizer Date { get; } = new PiiPattern("date", "DATE_TIME",
        @"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?(z|[+\-][0-9]{2}:?[0-9]{2})?)?"
        + @"|(0[1-9]|[12][0-9]|3[01]|[1-9])/(0[1-9]|[12][0-9]|3[01]|[1-9])/([12][0-9]{3}|[0-9]{2})|(0[1-9]|[12][0-9]|3[01]|[1-9])-(0[1-9]|[12][0-9]|3[01]|[1-9])-[12][0-9]{3}|(0[1-9]|[12][0-9]|3[01]|[1-9])\.(0[1-9]|1[0-2]|[1-9])\.([12][0-9]{3}|[0-9]{2})"
        + $@"|(0[1-9]|[12][0-9]|3[01]|[1-9])-{Month}-([12][0-9]{{3}}|[0-9]{{2}})|{Month} (0[1-9]|[12][0-9]|3[01]|[1-9])(st|nd|rd|th)?,? [12][0-9]{{3}}|(0[1-9]|[12][0-9]|3[01]|[1-9])(st|nd|rd|th)? {Month},? [12][0-9]{{3}}"
        + $@"|{Month}-[0-9]{{2}}|(0[1-9]|[12][0-9]|3[01]|[1-9])-{Month}|(0[1-9]|1[0-2]|[1-9])/([12][0-9]{{3}})|(0[1-9]|1[0-2]|[1-9])/([12][0-9]|3[01]|0[1-9]|[1-9])")
    {
        Words = ["today", "date", "day", "born", "birthday", "birth", "dob", "since", "until", "on", "by", "due", "expires", "expiry"],
        Sure = static c => c.Length >= 6,
    };
}
