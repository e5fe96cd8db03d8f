using System.Collections.Frozen;

namespace FunctionsAgent.Knowledge;

/// <summary>Words that every text has. Negations and quantities are none of them: <c>not</c>, <c>without</c> and <c>all</c> may be what a rule is about.</summary>
internal static class TermsStopWords
{
    public static FrozenSet<string> English { get; } = Words("""
        a about am an and are as at be because been being but by can could did do does doing done for from get gets getting got had has have having he her hers him
        his how i if im in into is it its itself ive just let lets like may me might mine must my myself of oh ok okay on or our ours out please shall she should so
        some such than thank thanks that thats the their theirs them then there these they theyre this those to too upon us very want was we well were what
        whats when where which while who whom whose why will with would yes you your youre yours yourself
        """);

    public static FrozenSet<string> German { get; } = Words("""
        ab aber als also am an auch auf aus bei beim bin bis bitte bist da dadurch daher damit dann das dass dein deine deinem deinen deiner dem den denn der deren des
        dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es euch euer eure für gehabt gewesen habe haben hat
        hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann kannst können könnte machen man mein
        meine meinem meinen meiner mich mir mit möchte muss müssen nach nun nur ob oder sein seine seinem seinen seiner seit sich sie sind so soll sollte
        sowie über um und uns unser unsere unter vom von vor wann war waren warum was weil welche welcher welches wenn wer werde werden wie wieder wir wird
        wo wurde würde zu zum zur
        """);

    private static FrozenSet<string> Words(string list) => list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
