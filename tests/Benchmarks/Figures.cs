using System.Collections.Immutable;

namespace Benchmarks;

/// <summary>Everything one run found; what was not measured is null.</summary>
internal sealed record Figures(
    int Processors, string Durability, ImmutableArray<CommitFigures> Commits, ImmutableArray<TurnFigures> Turns, Latency? Idle,
    OpenLoopFigures? OpenLoop, ImmutableArray<CloudFigures> Cloud, MemoryFigures? Memory, FirstAnswerFigures? FirstAnswer, ScriptFigures? Scripts, AccessFigures? Access, RollUpFigures? RollUp, CareFigures? Care)
{
    public const double RatioTarget = 0.4;
    public const double IdleTarget = 8;

    /// <summary>Growth of the memory, a share.</summary>
    public const double MemoryTarget = 0.1;

    /// <summary>Megabytes a second: ten times the reference parser's.</summary>
    public const double ScriptTarget = 32;

    /// <summary>Megabytes a second, parsed and linted: ten times the reference toolchain's.</summary>
    public const double LintTarget = 15;

    /// <summary>Milliseconds.</summary>
    public const double FirstScriptTarget = 30;

    public ContextFigures? Context { get; init; }

    public IntentFigures? Intents { get; init; }

    public KnowledgeFigures? Knowledge { get; init; }

    public GuardFigures? Guards { get; init; }

    public HybridFigures? Hybrid { get; init; }

    /// <summary>The throughput run that the target is about.</summary>
    public TurnFigures? Target => Turns.FirstOrDefault(t => t is { RunAhead: "always", Conversations: 64 });
}

internal sealed record CommitFigures(int Callers, double PerSecond);

/// <summary>Milliseconds, the median of five starts.</summary>
internal sealed record FirstAnswerFigures(double? ReadyToRun, double? JustInTime, string? Reason);
