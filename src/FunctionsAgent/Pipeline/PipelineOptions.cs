namespace FunctionsAgent.Pipeline;

/// <summary>When a stage's process goes on with the next stage instead of sending: setting <c>Pipeline__RunAhead</c>.</summary>
public enum RunAhead
{
    /// <summary>While somebody waits on an open call (default).</summary>
    Waiting,
    Always,
    Never,
}

public sealed class PipelineOptions
{
    public RunAhead RunAhead { get; set; } = RunAhead.Waiting;

    /// <summary>How long a handler backs off from transient trouble before it lets the queue try again.</summary>
    public TimeSpan BackOff { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>An open turn is looked after when it has not moved for this long.</summary>
    public TimeSpan TurnTimer { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A conversation closes after this long without a word (spec metrics: 30 min; e-mail 72 h).</summary>
    public TimeSpan Quiet { get; set; } = TimeSpan.FromMinutes(30);
    public TimeSpan QuietMail { get; set; } = TimeSpan.FromHours(72);

    /// <summary>Messages answered together in one turn; the rest waits for the next.</summary>
    public int MessagesPerTurn { get; set; } = 20;

    /// <summary>Messages one thread may have waiting; more are refused at the door with 429.</summary>
    public int MaxPending { get; set; } = 100;

    /// <summary>The newest envelope version that is read; the one before it is read too.</summary>
    public int EnvelopeVersion { get; set; } = Queues.Envelope.Version;

    public TimeSpan QuietOf(string channel) => channel == "email" ? QuietMail : Quiet;
}
