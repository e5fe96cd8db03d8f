using System.Collections.Immutable;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>What came of a question to a model: the answer, or why there is none, and what it took.</summary>
/// <param name="Answer">With a <see cref="ModelAnswer.Failure"/> when there is none: one of <see cref="ModelFailure"/>.</param>
/// <param name="Endpoint">The registry's name of the one that answered; null when none did.</param>
/// <param name="Cost">Millionths of the currency the endpoint's prices are in; 0 where it has none.</param>
/// <param name="Attempts">Every endpoint that was asked or passed over, in order.</param>
public sealed record ModelOutcome(
    ModelAnswer Answer, string? Endpoint, string? Deployment, long InputTokens, long OutputTokens, long Cost, long Milliseconds, ImmutableArray<ModelAttempt> Attempts);

/// <param name="Result">ok, or one of <see cref="ModelFailure"/>.</param>
/// <param name="Status">HTTP status; 0 where there was none.</param>
public sealed record ModelAttempt(string Endpoint, string Result, int Status, long Milliseconds)
{
    /// <summary>The messages left, or may have; false where the endpoint was passed over.</summary>
    public bool Sent { get; init; }

    /// <summary>What admitted or refused the messages' class there (<see cref="ModelBoundary"/>); null where something else kept it from being asked.</summary>
    public string? Rule { get; init; }

    /// <summary>Where the endpoint processes prompts, for how many days it keeps them, and by which agreement: as the settings were then.</summary>
    public string? Boundary { get; init; }

    public int RetentionDays { get; init; }

    public string? Contract { get; init; }
}

/// <summary>Why a model did not answer. Stable names: scripts, logs and metrics show them.</summary>
public static class ModelFailure
{
    /// <summary>No endpoint is configured, or none of those the agent names.</summary>
    public const string NoModel = "no_model";

    /// <summary>Endpoints are configured, and none fits the data's class.</summary>
    public const string Boundary = "boundary";

    /// <summary>The day's tokens or cost are used up.</summary>
    public const string Budget = "budget";

    /// <summary>429 and no time left to wait.</summary>
    public const string Throttled = "throttled";

    /// <summary>Failed so often of late that it is not asked for a while.</summary>
    public const string CircuitOpen = "circuit_open";

    /// <summary>No whole answer before the deadline.</summary>
    public const string Timeout = "timeout";

    /// <summary>5xx, no connection, or a stream that broke off.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>401, 403: key, bearer or role is wrong.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>404, or 400 that names deployment, model or api-version: a setting is wrong.</summary>
    public const string Misconfigured = "misconfigured";

    /// <summary>The provider's content filter refused the prompt or the answer.</summary>
    public const string Filtered = "filtered";

    /// <summary>The prompt does not fit the model's window.</summary>
    public const string TooLong = "too_long";

    /// <summary>The answer came to the limit of output tokens before its end: nothing half is used.</summary>
    public const string Cut = "cut";

    /// <summary>An answer that cannot be read: broken JSON in a call's arguments, no choice at all.</summary>
    public const string Rubbish = "rubbish";
}
