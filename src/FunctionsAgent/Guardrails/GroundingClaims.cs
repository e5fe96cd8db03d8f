using System.Collections.Frozen;

namespace FunctionsAgent.Guardrails;

/// <summary>Tells sentences that claim something from greetings, thanks, regrets, offers of help, requests for information and what an agent says of its own work. English and German.</summary>
internal static class GroundingClaims
{
    /// <summary>A sentence of these and of words that say nothing claims nothing.</summary>
    private static readonly FrozenSet<ulong> Courtesy = GroundingWords.Set("""
        hello hi hey dear greetings welcome good great nice lovely morning afternoon evening day week weekend night bye goodbye wish wishes regards best kind sincerely cheers thank thanks appreciate grateful
        sorry apologize apologise apologies apology regret inconvenience trouble frustration frustrating frustrated annoying understand understandable sure certainly absolutely course definitely perfect okay alright yes no wonderful awesome
        glad happy pleased pleasure help helps helped helpful assist assistance support let know feel free hesitate reach contact ask question questions concern concerns anything else something further more additional need needs any other others everything all
        want wish would like hope hopes hoping look looking forward check checking see moment patience patient wait bear hold just quickly right away now here back soon happen caused cause delay delays wait waiting waited mistake confusion experience bother error problem issue message contacting reaching hear problems trouble
        hallo guten tag morgen abend willkommen liebe lieber geehrte geehrter herr frau danke dank vielen gern gerne freut freue freuen leid entschuldigung entschuldigen tut verstehe verständnis unannehmlichkeiten ärgerlich helfen hilfe
        weiterhelfen behilflich fragen frage weitere melden meld melde jederzeit grüße grüßen freundlichen schönen wunsch wünsche wünschen noch etwas sonst nachricht warten gewartet mussten verzögerung fehler umstände natürlich selbstverständlich klar gerade moment geduld bitte verfügung stehe stehen wenden
        """);

    /// <summary>What an agent says of itself: that it does not know, that it asks a colleague.</summary>
    private static readonly FrozenSet<ulong> Own = GroundingWords.Set("""
        know find found information details detail answer unable able cannot can't couldn't don't didn't not unfortunately however afraid sources available confirm verify certain connect transfer forward pass colleague colleagues person human agent
        team member specialist someone assistant virtual automated ai try again rephrase clarify explain tell
        weiß finde gefunden information informationen antwort leider nicht kein keine sicher verbinde weiterleiten kollegen kollegin kollege mitarbeiter mitarbeiterin person team assistent erneut nochmal versuchen
        """);

    /// <summary>What is asked for.</summary>
    private static readonly FrozenSet<ulong> Asked = GroundingWords.Set("""
        order number numbers id email e-mail address name phone date reference account tracking invoice zip code postcode customer full details message photo picture receipt following both
        bestellnummer nummer bestellung adresse name telefonnummer datum kundennummer rechnungsnummer rechnung sendungsnummer postleitzahl foto
        """);

    private static readonly FrozenSet<ulong> Asking = GroundingWords.Set("please send share tell give provide enter reply could can may confirm bitte senden schicken nennen geben teilen sagen könnten kannst");

    public static bool IsCourtesy(ulong word) => Courtesy.Contains(word);

    /// <param name="atoms">Of the sentence.</param>
    /// <param name="hasValues">A sentence with a figure, a date, an address claims them whatever else it is.</param>
    public static bool IsClaim(GroundingSpan sentence, ReadOnlySpan<GroundingAtom> atoms, bool hasValues)
    {
        if (hasValues) return true;
        if (atoms.IsEmpty || sentence.Shape is GroundingShape.Question or GroundingShape.Heading or GroundingShape.LeadIn) return false;
        var asks = Asking.Contains(atoms[0].Key) || (atoms.Length > 1 && Asking.Contains(atoms[1].Key));
        foreach (ref readonly var atom in atoms)
        {
            if (atom.Kind != GroundingAtomKind.Word || GroundingWords.IsStop(atom.Key) || Courtesy.Contains(atom.Key) || Own.Contains(atom.Key)) continue;
            if (!asks || !(Asked.Contains(atom.Key) || Asking.Contains(atom.Key))) return true;
        }
        return false;
    }
}
