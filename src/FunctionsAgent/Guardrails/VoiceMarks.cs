namespace FunctionsAgent.Guardrails;

/// <summary>What gives a reply away as written by a template, whatever the brand. English and German.</summary>
internal static class VoiceMarks
{
    public static VoicePhrases Templates { get; } = Lines("""
        as an ai
        as a language model
        as a virtual assistant
        i am just a bot
        i'm just a bot
        i understand your frustration
        i understand how frustrating
        i completely understand
        i apologize for any inconvenience
        i apologise for any inconvenience
        we apologize for any inconvenience
        we apologise for any inconvenience
        sorry for any inconvenience
        thank you for reaching out
        thanks for reaching out
        thank you for contacting us
        thank you for your patience
        your call is important
        your satisfaction is important
        we value your
        valued customer
        please be advised
        please be informed
        please note that
        rest assured
        kindly be
        i hope this message finds you
        i hope this email finds you
        at your earliest convenience
        do not reply to this
        als ki
        als sprachmodell
        als virtueller assistent
        ich verstehe ihren ärger
        ich verstehe ihre frustration
        wir entschuldigen uns für etwaige unannehmlichkeiten
        wir bitten um entschuldigung für etwaige unannehmlichkeiten
        vielen dank für ihre anfrage
        vielen dank für ihre kontaktaufnahme
        wir bitten um ihr verständnis
        seien sie versichert
        sehr geehrte damen und herren
        bitte beachten sie dass
        """);

    public static VoicePhrases Closers { get; } = Lines("""
        is there anything else
        anything else i can
        let me know if
        feel free to
        do not hesitate
        don't hesitate
        happy to help
        glad to help
        here to help
        have a great day
        have a nice day
        kann ich sonst noch
        zögern sie nicht
        melden sie sich gern
        melden sie sich gerne
        melden sie sich jederzeit
        stehe ihnen gern
        stehen ihnen gern
        ich helfe gern
        schönen tag noch
        """);

    /// <summary>Nobody at a help desk can promise what others will do.</summary>
    public static VoicePhrases Promises { get; } = Lines("""
        i promise
        we promise
        i can promise
        i guarantee
        we guarantee
        i can guarantee
        i assure you
        we assure you
        i can assure you
        100 percent certain
        no matter what
        without fail
        under all circumstances
        ich verspreche
        wir versprechen
        ich garantiere
        wir garantieren
        ich versichere ihnen
        wir versichern ihnen
        auf jeden fall
        hundertprozentig
        unter allen umständen
        """);

    private static VoicePhrases Lines(string lines) => new(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
