using System.Collections.Frozen;

namespace FunctionsAgent.Knowledge;

/// <summary>The words of customer service that decide whether two sentences speak of the same. English; in another language fewer pairs are found, and none more.</summary>
internal static class ClaimWords
{
    /// <summary>Say nothing about what a sentence is about.</summary>
    public static readonly FrozenSet<string> Stop = Set("""
        a an the this that these those and or but so as at by for from in into of off on onto out over per to up upon with within about above after again all also am are be been being both
        can could did do does doing done down each every few had has have having he her here hers him his how i if is it its itself just may me might mine more most must my nor now only once other our ours own
        same shall she should some such than their theirs them then there they through thus too under until us very was we were what when where which while who whom whose why will would yes you your yours
        please usually normally generally always simply currently however therefore further already still even ever via etc approximately around roughly maximum max
        """);

    /// <summary>Carry a sentence without being its subject: when one sentence has them and the other does not, both may still say the same.</summary>
    public static readonly FrozenSet<string> Light = Set("""
        get gets got receive receives take takes taken took make makes made need needs give gives given come comes came go goes use uses used want wants let lets keep keeps know find offer offers offered
        provide provides provided last lasts amount amounts total apply applies applied possible able allow allows allowed ask asks asked recommend recommends recommended suggest advise advised expect expects expected
        customer customers people person user users client clients company team page article guide overview question questions answer answers faq info information help detail details fact facts common glance
        order orders ordered item items product products device devices thing things bought buy buys buying purchase purchased purchases place placed shop online time times period day days date week weeks month months year years hour hours minute minutes
        sell sells sold selling long much many often number exactly currently present part set back whole entire full additional extra claim claims claiming arrival arrive arrives reach reaches
        """);

    public static readonly FrozenSet<string> Negations = Set("not no never cannot can't don't doesn't didn't won't isn't aren't wasn't weren't shouldn't mustn't couldn't wouldn't neither nor without none nobody nothing");

    /// <summary>A sentence with one of these may be the exception to another one's rule.</summary>
    public static readonly FrozenSet<string> Conditions = Set("if unless except excepting excluding only during outside provided when where unlike otherwise instead");

    /// <summary>Words that say the same here, each line under its first.</summary>
    public static readonly FrozenDictionary<string, string> Same = """
        deliver delivery deliveries delivers delivered delivering ship shipping ships shipped shipment shipments
        return returns returned returning
        refund refunds refunded reimburse reimbursed reimbursement
        cost costs price prices priced charge fee fees
        warranty guarantee guaranteed warranties
        telephone phone phones telephones
        e-mail email emails e-mails mail
        repair repairs repaired repairing fix fixed
        cancel cancels cancelled canceled cancellation cancelling terminate terminated
        store stores branch branches outlet
        support assistance
        discount discounts rebate reduction
        weekday weekdays
        require requires required requirement mandatory compulsory necessary obligatory
        optional voluntary unnecessary
        include includes included including contain contains
        exclude excludes excluded separately
        free complimentary gratis
        register registers registered registration registering
        cover covers covered coverage covering
        """.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(' ')).SelectMany(words => words.Select(word => (Word: word, First: words[0])))
        .ToFrozenDictionary(pair => pair.Word, pair => pair.First, StringComparer.Ordinal);

    /// <summary>One of the words in the one sentence and the other one in the other is a contradiction where they say the same otherwise.</summary>
    public static readonly FrozenDictionary<string, string[]> Opposites = Pairs("""
        include/exclude require/optional free/charged free/cost open/closed accept/refuse accept/reject allowed/forbidden allowed/prohibited permitted/forbidden permitted/prohibited possible/impossible
        available/unavailable enabled/disabled enable/disable on/off refundable/nonrefundable refundable/non-refundable before/after always/never minimum/maximum increase/decrease
        cover/exclude safe/unsafe hot/cold wet/dry left/right upper/lower with/without yes/no automatic/manual automatically/manually public/private compatible/incompatible valid/invalid
        taxable/tax-free prepaid/postpaid reusable/disposable rechargeable/non-rechargeable waterproof/non-waterproof indoors/outdoors inside/outside
        """);

    private static FrozenSet<string> Set(string words) => words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string[]> Pairs(string pairs) => Set(pairs).Select(pair => pair.Split('/'))
        .SelectMany(pair => (IEnumerable<(string One, string Other)>)[(pair[0], pair[1]), (pair[1], pair[0])])
        .GroupBy(pair => pair.One, pair => pair.Other, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
