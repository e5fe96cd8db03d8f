namespace FunctionsAgent.Reasoning;

/// <summary>A place where a model answers: the settings <c>Models__{name}__…</c>.</summary>
/// <param name="Address">Base address; of <see cref="ModelKind.Scripted"/> a file, of <see cref="ModelKind.Replay"/> a folder.</param>
/// <param name="Deployment">Name of the deployment or the model there.</param>
/// <param name="ApiKey">Null: the app's identity (Azure), or nothing at all (a server of one's own).</param>
public sealed record ModelEndpoint(string Name, ModelKind Kind, string Address, string Deployment, string? ApiKey)
{
    /// <summary>What providers keep where nobody agreed otherwise: abuse monitoring, 30 days.</summary>
    private const int UsualRetention = 30;

    /// <summary>Of Azure OpenAI; the first that is generally available with tools, streamed usage and <c>max_completion_tokens</c>.</summary>
    public const string UsualApiVersion = "2024-10-21";

    public string ApiVersion { get; init; } = UsualApiVersion;

    /// <summary>Where prompts are processed, in the operator's words (<c>eu</c>, <c>tenant</c>); null: not said.</summary>
    public string? Boundary { get; init; }

    /// <summary>Days the provider keeps prompts, as the operator says; see <see cref="Retention"/>.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Whether people at the provider may read prompts, as the operator says; see <see cref="IsReviewed"/>.</summary>
    public bool? HumanReview { get; init; }

    /// <summary>The provider trains on what it is sent.</summary>
    public bool Training { get; init; }

    /// <summary>The agreement that changes what the provider does by default, for instance Azure's modified abuse monitoring.</summary>
    public string? Contract { get; init; }

    /// <summary>Per million tokens.</summary>
    public decimal InputPrice { get; init; }

    /// <summary>Per million tokens.</summary>
    public decimal OutputPrice { get; init; }

    /// <summary>Tokens of prompt and answer together; null: not known, the peer will say.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>Folder in which every exchange is kept, prompts and all; null: none is.</summary>
    public string? Record { get; init; }

    /// <summary>Answers come from this machine.</summary>
    public bool IsOwn => Kind is ModelKind.Scripted or ModelKind.Replay;

    /// <summary>Days the provider keeps prompts. Azure's default holds until a contract is named, whatever else is set.</summary>
    public int Retention => IsOwn ? 0 : Kind == ModelKind.AzureOpenAI && Contract is null ? UsualRetention : RetentionDays ?? UsualRetention;

    /// <summary>People at the provider may read prompts. Azure's default holds until a contract is named.</summary>
    public bool IsReviewed => !IsOwn && (Kind == ModelKind.AzureOpenAI && Contract is null || HumanReview == true);

    /// <summary>In millionths of the prices' currency: a price per million tokens is one per token in millionths.</summary>
    public long Cost(long inputTokens, long outputTokens) => (long)Math.Ceiling((inputTokens * InputPrice) + (outputTokens * OutputPrice));

    /// <summary>Never shows the key.</summary>
    public override string ToString() => $"{Name} ({Kind}, {Deployment})";
}
