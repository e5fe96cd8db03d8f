using System.Collections.Immutable;
using FunctionsAgent.Conversations;

namespace FunctionsAgent.Feedback;

/// <summary>
/// Requests of one person as cases (spec metrics): a pure fold, so that the same requests give the same cases however many
/// nights they came in. Linear in both, whoever writes a million times.
/// </summary>
public static class CaseFold
{
    /// <summary>Turns, conversations, actions and durations a case keeps one by one; beyond, only its counts go on.</summary>
    public const int MostKept = 256;

    /// <summary>How long an outcome is watched for a re-contact.</summary>
    public static TimeSpan Watched => Definition.Windows[^1].Length;

    /// <param name="cases">The person's cases so far, by the time they were opened.</param>
    /// <param name="requests">What came since, in any order.</param>
    public static ImmutableArray<Case> Apply(ImmutableArray<Case> cases, IEnumerable<Request> requests)
    {
        var fold = new Folding();
        foreach (var c in cases) fold.Enter(c);
        foreach (var request in requests.OrderBy(r => r.At).ThenBy(r => r.Thread, StringComparer.Ordinal).ThenBy(r => r.Episode).ThenBy(r => r.Seq).ThenBy(r => r.Kind)) fold.Add(request);
        return fold.Cases;
    }

    private sealed class Folding
    {
        /// <summary>Null: it was the beginning of something else.</summary>
        private readonly List<Case?> cases = [];
        private readonly Dictionary<string, List<int>> ofConversation = new(StringComparer.Ordinal);

        /// <summary>Of each family: those nobody came back for yet, and the last.</summary>
        private readonly Dictionary<string, Queue<int>> watched = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> lastOf = new(StringComparer.Ordinal);
        private int last = -1;

        public ImmutableArray<Case> Cases => [.. cases.OfType<Case>()];

        public int Enter(Case c)
        {
            cases.Add(c);
            var n = cases.Count - 1;
            foreach (var conversation in c.Conversations) Name(conversation, n);
            if (c.Excluded is not null) return n;
            if (!watched.TryGetValue(c.Family, out var queue)) watched[c.Family] = queue = new();
            if (c.Recontact is null) queue.Enqueue(n);
            return lastOf[c.Family] = last = n;
        }

        public void Add(Request r)
        {
            switch (r.Kind)
            {
                case RequestKind.Request: Asked(r); break;
                case RequestKind.Courtesy: Courteous(r); break;
                case RequestKind.Blocked: Outside(r, "blocked"); break;
                case RequestKind.Test: Outside(r, "test"); break;
                case RequestKind.AgentStarted: Outside(r, "agent-started"); break;
                case RequestKind.Broken: Enter(New(r, Case.NoIntent) with { Excluded = "broken", Closed = r.At }); break;
                case RequestKind.HandedOff: Escalate(r, r.Cause ?? "asked"); break;
                case RequestKind.WithPerson: Each(Open(r), c => Touch(c, r)); break;
                case RequestKind.Served: Each(Of(r).Where(n => cases[n]!.Cause is not null).TakeLast(1), c => c with { Served = true }); break;
                case RequestKind.Closed: Each(Open(r), c => c with { Closed = r.At }); break;
                case RequestKind.Survey: Each(Of(r).TakeLast(1), c => c with { Score = r.Score }); break;
                case RequestKind.Review: Each(Of(r).Where(n => cases[n]!.Turns.Contains(TurnId(r))), c => Reviewed(c, r)); break;
            }
        }

        private void Asked(Request r)
        {
            // Words that asked for nothing were the beginning of this conversation.
            foreach (var opening in Open(r).Where(n => cases[n]!.Excluded is "courtesy" or "blocked" or "agent-started").ToList()) cases[opening] = null;
            var at = Meant(r);
            if (at < 0)
            {
                var family = FamilyOf(r);
                at = lastOf.TryGetValue(family, out var known) && IsOpenAt(known, r.At) ? known : -1;
                if (at < 0) at = Enter(New(r, family) with { Returned = Return(r, family) });
                else if (cases[at]!.Answer == Answer.Answered && !r.Supplies) cases[at] = cases[at]! with { Repeats = cases[at]!.Repeats + 1, Confirmed = false };
            }
            var conversation = Conversation(r);
            if (!cases[at]!.Conversations.Contains(conversation) && cases[at]!.Conversations.Length < MostKept) Name(conversation, at);
            cases[at] = Count(cases[at]!, r, conversation);
            if (r.Answer == Answer.HandedOff) Escalate(r, r.Cause ?? "asked");
        }

        /// <summary>The open case a turn belongs to whatever its own intent says; -1: none.</summary>
        private int Meant(Request r)
        {
            var ours = Open(r).Where(n => cases[n]!.Excluded is null).ToList();
            if (r.Supplies && ours.FindLastIndex(n => cases[n]!.Answer == Answer.Asked) is >= 0 and var asked) return ours[asked];
            // Asking for a person is no subject of its own while there is one.
            return r is { Answer: Answer.HandedOff, Cause: "asked" or "confidence" } && ours.Count > 0 ? ours[^1] : -1;
        }

        /// <summary>"Still broken" is about what the person asked last.</summary>
        private string FamilyOf(Request r) =>
            r.Family ?? (r.Act == DialogueAct.Unsolved && last >= 0 && r.At <= cases[last]!.OutcomeAt + Watched ? cases[last]!.Family : Case.NoIntent);

        /// <summary>Restates every earlier case of the family whose outcome this undoes.</summary>
        private bool Return(Request r, string family)
        {
            if (!lastOf.TryGetValue(family, out var before)) return false;
            while (watched[family].TryDequeue(out var n))
            {
                var c = cases[n]!;
                if (r.At > c.OutcomeAt + Watched) continue;
                cases[n] = c with { Recontact = r.At, RecontactBy = c.Conversations.Any(known => known.StartsWith(r.Thread, StringComparison.Ordinal)) ? "conversation" : c.LastChannel == r.Channel ? "channel" : "other" };
            }
            return r.At <= cases[before]!.OutcomeAt + Watched;
        }

        private void Courteous(Request r)
        {
            var open = Open(r).Where(n => cases[n]!.Excluded is null).ToList();
            if (open.Count == 0) Outside(r, "courtesy");
            else Each([open[^1]], c => Touch(c with { Confirmed = c.Confirmed || (r.Act == DialogueAct.Confirms && c.Answer == Answer.Answered) }, r));
        }

        /// <summary>Counted, and in no rate.</summary>
        private void Outside(Request r, string why)
        {
            var open = Open(r).ToList();
            if (open.Count > 0) Each([open[^1]], c => Touch(c, r));
            else Enter(New(r, Case.NoIntent) with { Excluded = why });
        }

        private void Escalate(Request r, string cause) => Each(Open(r).Where(n => cases[n]!.Excluded is null), c => Touch(c with { Cause = c.Cause ?? cause }, r));

        private bool IsOpenAt(int n, DateTimeOffset at) => at < cases[n]!.OutcomeAt;

        private IEnumerable<int> Of(Request r) => ofConversation.TryGetValue(Conversation(r), out var known) ? known.Where(n => cases[n] is not null) : [];

        private IEnumerable<int> Open(Request r) => Of(r).Where(n => IsOpenAt(n, r.At));

        private void Each(IEnumerable<int> which, Func<Case, Case> change)
        {
            foreach (var n in which.ToList()) cases[n] = change(cases[n]!);
        }

        private void Name(string conversation, int n)
        {
            if (!ofConversation.TryGetValue(conversation, out var known)) ofConversation[conversation] = known = [];
            known.Add(n);
        }
    }

    private static Case New(Request r, string family) => new(r.Person, r.Known, family, r.Agent, r.Version, r.Channel, r.At, r.Ended, r.Channel, [Conversation(r)]);

    private static Case Reviewed(Case c, Request r) =>
        c.Marks.Count >= MostKept || r.Category is null ? c : c with { Marks = c.Marks.SetItem($"{TurnId(r)} {r.By}", r.Category) };

    private static Case Touch(Case c, Request r) => c with { Last = r.Ended > c.Last ? r.Ended : c.Last, LastChannel = r.Ended >= c.Last ? r.Channel : c.LastChannel };

    private static Case Count(Case c, Request r, string conversation) => Touch(c, r) with
    {
        Answer = r.Answer,
        Conversations = c.Conversations.Contains(conversation) ? c.Conversations : Kept(c.Conversations, conversation),
        Turns = Kept(c.Turns, TurnId(r)),
        Requests = c.Requests + 1,
        InScope = c.InScope + (r.Family is not null || (r.Supplies && c.Family != Case.NoIntent) ? 1 : 0),
        Interactions = c.Interactions + (r.First ? 1 : 0),
        Actions = [.. c.Actions.Union(r.Actions, StringComparer.Ordinal).Except(r.Undone, StringComparer.Ordinal).Take(MostKept)],
        RolledBack = c.RolledBack || r.Undone.Length > 0,
        StepCount = c.StepCount + r.Steps.Length,
        Sequence = r.Steps.IsEmpty ? c.Sequence : Hashing.Id($"{c.Sequence}\n{string.Join('\n', r.Steps)}")[..12],
        Milliseconds = r.Milliseconds is { } ms ? Kept(c.Milliseconds, ms) : c.Milliseconds,
        TokensIn = c.TokensIn + r.TokensIn,
        TokensOut = c.TokensOut + r.TokensOut,
        Cost = c.Cost + r.Cost,
    };

    private static ImmutableArray<T> Kept<T>(ImmutableArray<T> kept, T one) => kept.Length < MostKept ? kept.Add(one) : kept;

    private static string Conversation(Request r) => $"{r.Thread}/{r.Episode}";

    private static string TurnId(Request r) => $"{r.Thread}:{r.Turn}";
}
