namespace FunctionsAgent.Tools;

/// <summary>What one attempt at an HTTP request came to, before anybody judges what it means.</summary>
internal abstract record HttpAttempt
{
    private HttpAttempt() { }

    /// <param name="Answer">Null where the answer is no success.</param>
    public sealed record Answered(int Status, ReadAnswer? Answer, TimeSpan? RetryAfter) : HttpAttempt;

    /// <summary>The request never left: the peer cannot have acted.</summary>
    public sealed record NotSent(string Reason) : HttpAttempt;

    /// <summary>The request may have arrived, and no whole answer came in time.</summary>
    public sealed record TimedOut(TimeSpan After) : HttpAttempt;

    /// <summary>The request may have arrived, and the connection broke.</summary>
    public sealed record Broken(string Reason) : HttpAttempt;

    /// <summary>The client followed a redirect to another host, whose answer counts for nothing.</summary>
    public sealed record Redirected : HttpAttempt;
}
