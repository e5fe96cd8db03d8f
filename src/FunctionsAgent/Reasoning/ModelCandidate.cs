using FunctionsAgent.Tools;

namespace FunctionsAgent.Reasoning;

/// <summary>An endpoint in the course of one question: how often it was asked, and when it may be again.</summary>
internal sealed class ModelCandidate(ModelSource source, TimeProvider time)
{
    /// <summary>Of an endpoint that fails; one that only asks for patience is asked until the deadline.</summary>
    private const int MostTries = 3;

    private long failedAt;
    private TimeSpan backoff;

    public ModelSource Source => source;

    public int Tries { get; set; }

    /// <summary>Not to be asked again for this question.</summary>
    public bool IsOut { get; private set; }

    public bool IsReady => !IsOut && Wait == TimeSpan.Zero;

    /// <summary>How long until it may be asked (again).</summary>
    public TimeSpan Wait
    {
        get
        {
            var own = backoff == TimeSpan.Zero ? TimeSpan.Zero : backoff - time.GetElapsedTime(failedAt);
            return own > source.Rest ? own : source.Rest;
        }
    }

    public void Leave() => IsOut = true;

    /// <summary>It was busy, down or too slow.</summary>
    public void Postpone(ModelReply reply)
    {
        (failedAt, backoff) = (time.GetTimestamp(), Backoff.Wait(Tries, null, Random.Shared.NextDouble()));
        if (reply.RetryAfter is { } asked && asked > TimeSpan.Zero) source.LeaveAlone(asked);
        else if (reply.Failure == ModelFailure.Throttled) source.LeaveAlone(backoff);
        if (reply.Failure == ModelFailure.Timeout || (reply.Failure == ModelFailure.Unavailable && Tries >= MostTries)) Leave();
    }
}
