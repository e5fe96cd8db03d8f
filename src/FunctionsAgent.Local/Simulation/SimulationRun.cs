using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Feedback;

namespace FunctionsAgent.Local.Simulation;

/// <summary>What a run did.</summary>
/// <param name="Otherwise">Turns that did not end as planned, as far as the doors tell; the first ones.</param>
internal sealed record SimulationResult(int Conversations, long Turns, long Surveys, long OtherwiseCount, IReadOnlyList<string> Otherwise, TimeSpan Took)
{
    public double TurnsPerSecond => Turns / Math.Max(Took.TotalSeconds, 0.001);
}

/// <summary>
/// Does a plan: everybody of a simulated minute at once, each person's own acts in their order, and the next minute when the
/// product has come to rest.
/// </summary>
internal sealed class SimulationRun(TrafficPlan plan, SimulatedHost host, Action<string> progress)
{
    private const int AtOnce = 16, MostTold = 20;
    private static readonly TimeSpan Tell = TimeSpan.FromSeconds(5);

    private readonly PriorityQueue<Person, (int Minute, int Story)> due = new();
    private readonly ConcurrentQueue<string> otherwise = [];
    private readonly Stopwatch watch = new();
    private long turns, surveys, otherwiseCount, told;
    private int conversations;

    public async Task<SimulationResult> RunAsync(CancellationToken ct)
    {
        watch.Start();
        using var stories = plan.Stories().GetEnumerator();
        var more = stories.MoveNext();
        while (more || due.Count > 0)
        {
            var minute = due.TryPeek(out _, out var first) ? first.Minute : int.MaxValue;
            if (more) minute = Math.Min(minute, stories.Current.Start);
            var acting = new List<Person>();
            for (; more && stories.Current.Start == minute; more = stories.MoveNext()) acting.Add(new Person(stories.Current));
            while (due.TryPeek(out var person, out var at) && at.Minute == minute)
            {
                due.Dequeue();
                acting.Add(person);
            }
            await host.Present.MoveToAsync(plan.At(minute), ct);
            await Parallel.ForEachAsync(acting, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (person, stop) => await ActAsync(person, stop));
            await host.Present.RestAsync(ct);
            foreach (var person in acting)
            {
                // What came by a queue calls its tools until now.
                if (person.IsDone) person.Forget(host.Tools);
                else due.Enqueue(person, (person.Next.Minute, person.Story.Number));
            }
            Report(minute);
        }
        // The night after the last day counts it.
        await host.Present.MoveToAsync(plan.End.AddHours(2), ct);
        return new(conversations, turns, surveys, otherwiseCount, [.. otherwise], watch.Elapsed);
    }

    private async Task ActAsync(Person person, CancellationToken ct)
    {
        var (talk, act) = (person.Talk, person.Next);
        if (person.Begins) Interlocked.Increment(ref conversations);
        var visit = person.Visit();
        if (act.Turn is null)
        {
            await host.Doors.SurveyAsync(act, visit, ct);
            Interlocked.Increment(ref surveys);
        }
        else
        {
            var status = await host.Doors.SayAsync(talk, act, visit, ct);
            Interlocked.Increment(ref turns);
            var planned = act.Turn.Answer == Answer.HandedOff ? "handed-off" : "replied";
            if (status is not null && status != planned) Otherwise($"{visit.Key} on {talk.Channel.Name}, conversation {visit.Conversation}: planned {planned}, found {status}");
        }
        person.Step();
    }

    private void Otherwise(string what)
    {
        if (Interlocked.Increment(ref otherwiseCount) <= MostTold) otherwise.Enqueue(what);
    }

    private void Report(int minute)
    {
        if (watch.ElapsedMilliseconds - told < Tell.TotalMilliseconds) return;
        told = watch.ElapsedMilliseconds;
        progress($"day {minute / (24 * 60) + 1} of {plan.Days}, {conversations:N0} of {plan.Conversations:N0} conversations, {turns:N0} turns, {turns / watch.Elapsed.TotalSeconds:N0} turns/s");
    }

    /// <summary>How far a story has come.</summary>
    private sealed class Person(Story story)
    {
        private readonly Dictionary<int, SimulatedVisit> visits = [];
        private int talk, act;

        public Story Story => story;
        public bool IsDone => talk == story.Talks.Length;
        public bool Begins => act == 0;
        public Talk Talk => story.Talks[talk];
        public Act Next => Talk.Acts[act];

        public SimulatedVisit Visit() => visits.TryGetValue(Talk.Thread, out var known) ? known : visits[Talk.Thread] = new SimulatedVisit(story, Talk.Thread);

        public void Step()
        {
            if (++act < Talk.Acts.Length) return;
            (talk, act) = (talk + 1, 0);
        }

        public void Forget(PlannedTools tools)
        {
            foreach (var visit in visits.Values.Where(visit => visit.Conversation is not null)) tools.Forget(visit.Conversation!);
        }
    }
}
