namespace FunctionsAgent.Tools;

/// <summary>Judges an attempt: whether another may help, whether the peer may have acted, and what the call's result is.</summary>
internal static class HttpOutcome
{
    /// <summary>Another attempt may go better.</summary>
    public static bool IsTransient(HttpAttempt attempt) => attempt switch
    {
        HttpAttempt.Answered(var status, _, _) => status is 408 or 429 or >= 500,
        HttpAttempt.Redirected => false,
        _ => true,
    };

    /// <summary>The peer may have acted, although it did not say so.</summary>
    public static bool IsDoubtful(HttpAttempt attempt) => attempt switch
    {
        // 301 to 303 may follow a write that was made; 307 and 308 ask for it elsewhere.
        HttpAttempt.Answered(var status, _, _) => status is >= 500 or (>= 300 and < 304),
        HttpAttempt.NotSent => false,
        _ => true,
    };

    /// <summary>The result when no further attempt is made.</summary>
    /// <param name="doubt">An earlier attempt with the same key may have reached the peer.</param>
    public static ToolResult Of(HttpAttempt attempt, CompiledTool tool, CallPurpose purpose, bool doubt)
    {
        if (attempt is HttpAttempt.Answered { Answer: { } answer }) return Success(answer, purpose);

        // 409 is how a peer answers a repeat while the first call still runs.
        var unsettled = IsDoubtful(attempt) || (doubt && (IsTransient(attempt) || attempt is HttpAttempt.Answered { Status: 409 }));
        var reason = Reason(attempt);
        if (purpose == CallPurpose.Write && unsettled) return new Unknown($"{reason} Whether {tool.Spec.Name} was carried out is not known.");
        return new Failed(Class(attempt), reason);
    }

    private static ToolResult Success(ReadAnswer answer, CallPurpose purpose)
    {
        if (purpose == CallPurpose.Reconcile && answer.Empty) return new Failed("not_done", "The peer's answer is empty.");
        return answer.Failure is null ? new Ok(answer.Value, answer.Bytes) : Unusable(answer.Failure, answer.Reason!, purpose);
    }

    // The peer said yes to a write and not what it did.
    private static ToolResult Unusable(string failure, string reason, CallPurpose purpose) =>
        purpose == CallPurpose.Write ? new Unknown(reason) : new Failed(failure, reason);

    private static string Class(HttpAttempt attempt) => attempt switch
    {
        HttpAttempt.Answered(404 or 410, _, _) => "not_found",
        HttpAttempt.Answered(408 or 429 or >= 500, _, _) => "unavailable",
        HttpAttempt.Answered or HttpAttempt.Redirected => "refused",
        HttpAttempt.TimedOut => "timeout",
        _ => "unavailable",
    };

    private static string Reason(HttpAttempt attempt) => attempt switch
    {
        HttpAttempt.Answered(var status, _, _) => $"The peer answered {status}.",
        HttpAttempt.NotSent(var reason) => $"{reason} Nothing was sent.",
        HttpAttempt.TimedOut(var after) => $"No answer within {after.TotalSeconds:0.###} s.",
        HttpAttempt.Broken(var reason) => reason,
        HttpAttempt.Redirected => "The peer redirected to another host, which is not asked.",
        _ => throw new InvalidOperationException($"An attempt of the kind {attempt.GetType().Name} has no reason."),
    };
}
