using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>How much a reply sounds like the brand: 100, less points for what does not.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>avoided</term><description>25 for each phrase of <c>avoided</c>, at most 50.</description></item>
/// <item><term>instead</term><description>10 for each phrase for which <c>preferred</c> has another, at most 20.</description></item>
/// <item><term>promise</term><description>25 for each promise in the first person ("I guarantee"), at most 50.</description></item>
/// <item><term>template</term><description>10 for each phrase of templates ("I understand your frustration", "as an AI"), at most 30.</description></item>
/// <item><term>noacknowledgement</term><description>10 where a reply of 15 words and more takes up no word of weight of what the customer said; not where that had fewer than three.</description></item>
/// <item><term>closers</term><description>5 for each closing phrase after the first, at most 15.</description></item>
/// <item><term>reading</term><description>1 for every two points of reading ease below 50, at most 20; from 20 words on (<see cref="VoiceReadability"/>).</description></item>
/// <item><term>length</term><description>1 for every 5 % over the channel's words, at most 20: voice 60, sms 60, chat 120, email 300, others 200.</description></item>
/// </list>
/// A pure function of the reply, the channel and the customer's words; linear in their length.
/// </remarks>
public sealed class BrandVoice(VoiceRules rules)
{
    private const double EasyEnough = 50;
    private const int LeastReply = 15, LeastSaid = 3;

    private readonly VoicePhrases _avoided = new(rules.Avoided), _instead = new(rules.Preferred.Select(pair => pair.Instead));

    /// <param name="customer">What the customer said; null or empty: nothing to acknowledge.</param>
    public BrandVoiceReading Score(string reply, string channel, string? customer = null)
    {
        using var atoms = new GroundingAtoms(reply);
        var all = atoms.Span;
        var ease = VoiceReadability.Ease(reply, all, Sentences(reply), rules.Locale ?? VoiceReadability.Language(all));
        var deductions = ImmutableArray.CreateBuilder<VoiceDeduction>();
        Deduct(VoiceFault.Avoided, _avoided.In(all).Count, 25, 50);
        Deduct(VoiceFault.Instead, _instead.In(all).Count, 10, 20);
        Deduct(VoiceFault.Promise, VoiceMarks.Promises.In(all).Count, 25, 50);
        Deduct(VoiceFault.Template, VoiceMarks.Templates.In(all).Count, 10, 30);
        Deduct(VoiceFault.NoAcknowledgement, Acknowledges(all, customer) ? 0 : 1, 10, 10);
        Deduct(VoiceFault.Closers, VoiceMarks.Closers.In(all).Count - 1, 5, 15);
        Deduct(VoiceFault.Reading, ease is { } read ? (int)Math.Ceiling((EasyEnough - read) / 2) : 0, 1, 20);
        Deduct(VoiceFault.Length, (int)Math.Ceiling((all.Length - Words(channel)) / (Words(channel) * 0.05)), 1, 20);
        return new(Math.Max(0, 100 - deductions.Sum(deduction => deduction.Points)), deductions.ToImmutable(), all.Length, ease);

        void Deduct(VoiceFault fault, int count, int each, int most)
        {
            if (count > 0) deductions.Add(new(fault, count, Math.Min(most, each * Math.Min(count, most))));
        }
    }

    /// <summary>The most words of a reply that is not too long.</summary>
    public static int Words(string channel) => channel switch { "voice" or "sms" => 60, "chat" => 120, "email" => 300, _ => 200 };

    private static int Sentences(string reply)
    {
        var count = 0;
        var sentences = new GroundingSentences(reply);
        while (sentences.Next(out _)) count++;
        return count;
    }

    private static bool Acknowledges(ReadOnlySpan<GroundingAtom> reply, string? customer)
    {
        if (string.IsNullOrEmpty(customer) || reply.Length < LeastReply) return true;
        using var said = new GroundingAtoms(customer);
        var words = new HashSet<ulong>();
        foreach (ref readonly var atom in said.Span)
            if (atom.Kind != GroundingAtomKind.Word || !(GroundingWords.IsStop(atom.Key) || GroundingClaims.IsCourtesy(atom.Key))) words.Add(atom.Term);
        if (words.Count < LeastSaid) return true;
        foreach (ref readonly var atom in reply)
            if (words.Contains(atom.Term)) return true;
        return false;
    }
}
