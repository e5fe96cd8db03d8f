using FunctionsAgent.Guardrails;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>A guard that does what a test says.</summary>
internal sealed class FakeGuard(string name, string side, Func<Passage, CancellationToken, ValueTask<Verdict>> check) : IGuard
{
    private int asked;

    public FakeGuard(string name, string side, Do action, string? text = null)
        : this(name, side, (_, _) => ValueTask.FromResult(Says(name, action, text)))
    {
    }

    public RuleInfo Info { get; } = new(name, "1", side, "A guard of a test.");

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(20);

    public FailMode Fails { get; init; } = FailMode.Open;

    public int Asked => asked;

    public async ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        Interlocked.Increment(ref asked);
        return await check(passage, ct);
    }

    public static Verdict Says(string name, Do action, string? text = null) => new(action, name, "1", "the test says so", [], text);
}
