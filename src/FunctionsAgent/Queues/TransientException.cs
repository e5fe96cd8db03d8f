namespace FunctionsAgent.Queues;

/// <summary>It will pass: handled by backing off and trying again, never by troubling a person.</summary>
public sealed class TransientException(string cause, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Cause { get; } = cause;
}

/// <summary>It cannot ever work: parked with its cause, and the customer gets an apology.</summary>
public sealed class PermanentException(string cause, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Cause { get; } = cause;
}
