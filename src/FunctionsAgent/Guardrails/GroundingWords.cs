using System.Collections.Frozen;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Guardrails;

/// <summary>What single words mean to a comparison, in English and German, by <see cref="GroundingHash.Word"/>.</summary>
internal static class GroundingWords
{
    /// <summary>Say nothing of what a sentence is about. German words that are English ones of weight stay out.</summary>
    private static readonly FrozenSet<ulong> Stop = [.. TermsStopWords.English.Concat(TermsStopWords.German).Concat(ClaimWords.Stop).Except(["war", "hat", "bin", "man", "bald"]).Select(word => GroundingHash.Word(word))];

    /// <summary>Carry a sentence without being what it says: a paraphrase may have them where the source has others.</summary>
    private static readonly FrozenSet<ulong> Light = [.. ClaimWords.Light.Concat("""
        now today also available currently here like way news good great follow see look write send sent put line back soon once well say says said tell want works work working start starts add know please exact directly simply easily
        war hat bin man bald zeit heute jetzt gerade gut gute gerne gibt geht kommt bekommen erhalten sehen schreiben schicken erreichbar erreichen direkt einfach unterwegs artikel tage tagen haben
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Select(word => GroundingHash.Word(word))];

    /// <summary>Words that say the same in customer service, each line under its first.</summary>
    private static readonly FrozenDictionary<ulong, ulong> Same = ClaimWords.Same.Concat(Lines("""
        deliver parcel parcels package packages paket pakete päckchen sendung sendungen lieferung lieferungen liefern liefert geliefert versand versenden versendet verschickt zugestellt zustellung
        return rücksendung rücksendungen zurücksenden rückversand rückgabe zurückgeben zurückschicken zurückzusenden zurückzugeben zurückzuschicken zurückgesendet retoure retouren
        refund erstattung erstatten erstattet rückerstattung
        cost kostet kosten preis preise gebühr gebühren
        order bestellung bestellungen bestellt
        telephone hotline telefon telefonisch telefonnummer
        free kostenlos kostenfrei
        cancel storniert stornieren stornierung
        invoice rechnung rechnungen
        address adresse lieferadresse
        warranty garantie gewährleistung
        """)).DistinctBy(pair => GroundingHash.Word(pair.Key)).ToFrozenDictionary(pair => GroundingHash.Word(pair.Key), pair => GroundingHash.Word(pair.Value));

    private static readonly FrozenDictionary<ulong, int> Months = Numbered("""
        january jan januar janner|february feb februar|march mar marz mrz|april apr|may mai|june jun juni|july jul juli|august aug|september sep sept|october oct oktober okt|november nov|december dec dezember dez
        """);

    private static readonly FrozenDictionary<ulong, int> Days = Numbered("""
        monday mondays mon montag montags|tuesday tuesdays tue tues dienstag dienstags|wednesday wednesdays wed mittwoch mittwochs|thursday thursdays thu thur thurs donnerstag donnerstags|friday fridays fri freitag freitags|saturday saturdays sat samstag samstags sonnabend|sunday sundays sun sonntag sonntags
        """);

    /// <summary>As opening hours write them, "Mo-Fr"; alone they are other words.</summary>
    private static readonly FrozenDictionary<ulong, int> ShortDays = Numbered("mo|di|mi|do|fr|sa|so");

    private static readonly FrozenDictionary<ulong, int> Currencies = Numbered("""
        usd dollar dollars bucks us|eur euro euros|gbp pound pounds quid|chf franken francs franc|cad|aud|jpy yen|inr rupees|sek kronor|dkk|nok kroner|pln
        """);

    private static readonly FrozenDictionary<ulong, int> Counted = Numbered("""
        one eins ein eine einen einem einer|two zwei|three drei|four vier|five funf|six sechs|seven sieben|eight acht|nine neun|ten zehn|eleven elf|twelve zwolf|thirteen dreizehn|fourteen vierzehn|fifteen funfzehn
        """, ("twenty", 20), ("zwanzig", 20), ("thirty", 30), ("dreissig", 30), ("dreißig", 30), ("forty", 40), ("vierzig", 40), ("fifty", 50), ("sixty", 60), ("sechzig", 60), ("ninety", 90), ("neunzig", 90), ("hundred", 100), ("hundert", 100));

    /// <summary>Minutes in a unit; months as negative numbers, for a month has no fixed number of days.</summary>
    private static readonly FrozenDictionary<ulong, double> Units = Measured("""
        second seconds sec secs sekunde sekunden=0.016666666666666666 minute minutes min mins minuten=1 hour hours hr hrs stunde stunden std=60 day days tag tage tagen werktag werktage werktagen arbeitstage arbeitstagen=1440
        week weeks woche wochen=10080 month months monat monate monaten=-1 year years jahr jahre jahren=-12
        """);

    private static readonly FrozenDictionary<ulong, double> Times = Measured("k=1000 thousand tausend=1000 million millions mio millionen=1000000 billion milliarde milliarden mrd=1000000000");

    private static readonly FrozenSet<ulong> Between = Set("to until till through bis and und or oder"), Working = Set("business working work calendar full"),
        Week = Set("weekdays werktags wochentags"), Weekend = Set("weekends wochenende"), Always = Set("daily everyday täglich taglich"),
        Percents = Set("percent pct prozent"), Clocks = Set("uhr o'clock oclock"), Morning = Set("am a.m"), Afternoon = Set("pm p.m");

    public static bool IsStop(ulong word) => Stop.Contains(word);

    public static bool IsLight(ulong word) => Light.Contains(word);

    public static ulong? SameAs(ulong word) => Same.TryGetValue(word, out var first) ? first : null;

    public static int Month(ulong word) => Months.GetValueOrDefault(word);

    /// <summary>1 Monday to 7 Sunday, of "weekdays" and "daily" the first and the last; 0: none.</summary>
    public static (int From, int To) Weekdays(ulong word) =>
        Days.TryGetValue(word, out var day) ? (day, day) : Week.Contains(word) ? (1, 5) : Weekend.Contains(word) ? (6, 7) : Always.Contains(word) ? (1, 7) : default;

    public static int ShortDay(ulong word) => ShortDays.GetValueOrDefault(word);

    public static int Currency(ulong word) => Currencies.GetValueOrDefault(word);

    public static int Count(ulong word) => Counted.GetValueOrDefault(word);

    public static double Unit(ulong word) => Units.GetValueOrDefault(word);

    public static double Multiple(ulong word) => Times.GetValueOrDefault(word);

    public static bool IsBetween(ulong word) => Between.Contains(word);

    public static bool IsWorking(ulong word) => Working.Contains(word);

    public static bool IsPercent(ulong word) => Percents.Contains(word);

    public static bool IsClock(ulong word) => Clocks.Contains(word);

    public static bool IsMorning(ulong word) => Morning.Contains(word);

    public static bool IsAfternoon(ulong word) => Afternoon.Contains(word);

    public static FrozenSet<ulong> Set(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => GroundingHash.Word(word))];

    private static IEnumerable<KeyValuePair<string, string>> Lines(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' ')).SelectMany(words => words.Select(word => KeyValuePair.Create(word, words[0])));

    private static FrozenDictionary<ulong, int> Numbered(string lines, params (string Word, int Number)[] more) => lines.Trim().Split('|')
        .SelectMany((line, i) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (Word: word, Number: i + 1))).Concat(more)
        .DistinctBy(pair => GroundingHash.Word(pair.Word)).ToFrozenDictionary(pair => GroundingHash.Word(pair.Word), pair => pair.Number);

    private static FrozenDictionary<ulong, double> Measured(string groups)
    {
        var measured = new Dictionary<ulong, double>();
        var words = new List<string>();
        foreach (var part in groups.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var (word, value) = part.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? (part[..at], part[(at + 1)..]) : (part, null);
            words.Add(word);
            if (value is null) continue;
            foreach (var one in words) measured[GroundingHash.Word(one)] = double.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
            words.Clear();
        }
        return measured.ToFrozenDictionary();
    }
}
