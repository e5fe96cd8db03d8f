using System.Collections.Concurrent;
using FunctionsAgent.Tests.Drivers;

namespace FunctionsAgent.Tests.Chaos;

/// <summary>What happened in all the runs together.</summary>
internal sealed class CrashTally
{
    private readonly ConcurrentQueue<string> lines = new();
    private int runs, messages, repeats, events, superseded, unknownMails, unknownCalls, attempts, missed;

    public ConcurrentQueue<string> Failures { get; } = new();

    public int Missed => missed;

    public IEnumerable<string> Lines =>
    [
        .. lines,
        $"{runs} runs, {messages} messages, {repeats} repeated by their senders, {events} events; {superseded} decisions superseded, {attempts} calls made again, "
            + $"{unknownMails} mails and {unknownCalls} calls of unknown outcome; {missed} crash points not reached; {Failures.Count} runs failed",
        .. Failures,
    ];

    public void Line(string line) => lines.Enqueue(line);

    public void Fail(string line) => Failures.Enqueue(line);

    public void Miss() => Interlocked.Increment(ref missed);

    public void Played(Scenario scenario)
    {
        Interlocked.Increment(ref runs);
        Interlocked.Add(ref messages, scenario.Messages.Count);
        Interlocked.Add(ref repeats, scenario.Repeats);
    }

    public void Add(IReadOnlyList<LoggedEvent> log)
    {
        Interlocked.Add(ref events, log.Count);
        Interlocked.Add(ref superseded, log.Count(e => e.Type == "DecisionSuperseded"));
        Interlocked.Add(ref unknownMails, log.Count(e => e.Type == "ReplySent" && e.Text("outcome") == "unknown"));
        Interlocked.Add(ref unknownCalls, log.Count(e => e.Type == "ToolCalled" && e.Text("outcome") == "unknown"));
        Interlocked.Add(ref attempts, log.Count(e => e.Type == "ToolCalled" && e.Text("attempts") is not null));
    }
}
