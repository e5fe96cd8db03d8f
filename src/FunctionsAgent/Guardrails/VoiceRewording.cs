using System.Text;

namespace FunctionsAgent.Guardrails;

/// <summary>A reply without what the brand never says.</summary>
internal sealed class VoiceRewording(VoiceRules rules)
{
    private readonly VoicePhrases _avoided = new(rules.Avoided), _instead = new(rules.Preferred.Select(pair => pair.Instead));

    /// <summary>Null where no sentence would be left that says anything.</summary>
    public string? Of(string reply)
    {
        using var atoms = new GroundingAtoms(reply);
        var (text, at, isAnyLeft) = (new StringBuilder(reply.Length), 0, false);
        var sentences = new GroundingSentences(reply);
        var from = 0;
        while (sentences.Next(out var sentence))
        {
            while (from < atoms.Count && atoms.Span[from].Start < sentence.Start) from++;
            var to = from;
            while (to < atoms.Count && atoms.Span[to].Start < sentence.End) to++;
            var own = atoms.Span[from..to];
            from = to;
            if (VoiceMarks.Promises.In(own).Count > 0)
            {
                at = sentence.End;
                continue;
            }
            text.Append(text.Length == 0 ? "" : reply[at..sentence.Start] is { Length: > 0 } gap ? gap : " ");
            isAnyLeft |= Say(reply, sentence, own, text);
            at = sentence.End;
        }
        return isAnyLeft ? text.ToString().Trim() : null;
    }

    /// <summary>Whether it claims or asks anything still.</summary>
    private bool Say(string reply, GroundingSpan sentence, ReadOnlySpan<GroundingAtom> atoms, StringBuilder text)
    {
        var changes = _instead.In(atoms).Select(found => (found.First, found.Atoms, Say: rules.Preferred[found.Phrase].Say))
            .Concat(_avoided.In(atoms).Select(found => (found.First, found.Atoms, Say: ""))).OrderBy(change => change.First).ToList();
        var (at, begin) = (sentence.Start, text.Length);
        var left = atoms.Length;
        foreach (var (first, count, say) in changes)
        {
            var start = atoms[first].Start;
            if (start < at) continue;
            text.Append(reply, at, start - at).Append(say);
            at = atoms[first + count - 1].End;
            left -= say.Length > 0 ? 0 : count;
            if (say.Length > 0) continue;
            // "Unfortunately, it" and "we kindly ask": the comma and one of the blanks go with the phrase.
            if (at < sentence.End && reply[at] == ',') at++;
            if (at < sentence.End && reply[at] == ' ' && (text.Length == begin || text[^1] is ' ' or '\n')) at++;
        }
        text.Append(reply, at, sentence.End - at);
        if (changes is [(0, _, ""), ..]) Capitalise(text, begin);
        if (left > 0) return sentence.Shape == GroundingShape.Question || GroundingClaims.IsClaim(sentence, atoms, hasValues: false);
        text.Length = begin;
        return false;
    }

    /// <summary>The word that begins the sentence now, behind a list's mark.</summary>
    private static void Capitalise(StringBuilder text, int begin)
    {
        for (var i = begin; i < Math.Min(begin + 8, text.Length); i++)
        {
            if (!char.IsLetter(text[i])) continue;
            text[i] = char.ToUpperInvariant(text[i]);
            return;
        }
    }
}
