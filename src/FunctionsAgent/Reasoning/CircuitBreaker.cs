namespace FunctionsAgent.Reasoning;

/// <summary>
/// Stops asking an endpoint that fails: after 5 failures in a row, or when more than half of the last 20 failed within a minute, for 30 s.
/// Then one question goes through: if it is answered, all do again. Of one endpoint, in this process.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    public const int InARow = 5;
    public const int Last = 20;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Open = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly Queue<(long At, bool Failed)> outcomes = new();
    private int failuresInARow;
    private long? openedAt;
    private CircuitPass? probe;

    public bool IsOpen
    {
        get { lock (gate) return openedAt is not null; }
    }

    /// <summary>Leave for one question; null while the circuit is open. Whoever gets one tells what came of it.</summary>
    public CircuitPass? Enter()
    {
        lock (gate)
        {
            if (openedAt is not { } opened) return new CircuitPass();
            if (probe is not null || time.GetElapsedTime(opened) < Open) return null;
            return probe = new CircuitPass();
        }
    }

    /// <summary>It answered, if only that it does not want this question.</summary>
    public void Answered(CircuitPass pass)
    {
        lock (gate)
        {
            if (openedAt is null) Note(failed: false);
            // One that entered before it opened tells nothing of how it is now.
            if (openedAt is null || pass != probe) return;
            (openedAt, probe, failuresInARow) = (null, null, 0);
            outcomes.Clear();
        }
    }

    /// <summary>True when this failure opened the circuit, or keeps it open after a probe.</summary>
    public bool Failed(CircuitPass pass)
    {
        lock (gate)
        {
            if (openedAt is null)
            {
                Note(failed: true);
                if (failuresInARow < InARow && !MostFailed()) return false;
            }
            else if (pass != probe)
            {
                return false;
            }
            (openedAt, probe) = (time.GetTimestamp(), null);
            return true;
        }
    }

    /// <summary>The question was given up by whoever asked: nothing is known.</summary>
    public void GaveUp(CircuitPass pass)
    {
        lock (gate)
            if (pass == probe) probe = null;
    }

    private void Note(bool failed)
    {
        failuresInARow = failed ? failuresInARow + 1 : 0;
        outcomes.Enqueue((time.GetTimestamp(), failed));
        while (outcomes.Count > Last) outcomes.Dequeue();
    }

    private bool MostFailed() => outcomes.Count == Last && time.GetElapsedTime(outcomes.Peek().At) <= Window && outcomes.Count(outcome => outcome.Failed) * 2 > Last;
}

/// <summary>One question's leave to pass a <see cref="CircuitBreaker"/>; told apart by reference.</summary>
internal sealed class CircuitPass;
