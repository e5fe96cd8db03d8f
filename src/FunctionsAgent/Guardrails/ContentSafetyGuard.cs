using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>Asks Azure AI Content Safety about a text: hate, self-harm, sexual, violence, each from 0 to 6. An option beside the guards that ask nobody.</summary>
/// <remarks>REST <c>contentsafety/text:analyze</c>, api-version 2024-09-01, four severity levels. A text is asked about in pieces of at most 10,000 characters, which is the service's limit.</remarks>
/// <param name="client">Its address and key are set; it is kept.</param>
/// <param name="side">input or output.</param>
/// <param name="severity">From which on something is done, 1 to 6; the service knows 2, 4 and 6.</param>
public sealed class ContentSafetyGuard(HttpClient client, string side, int severity, FailMode fails) : IGuard
{
    private const string Path = "contentsafety/text:analyze?api-version=2024-09-01", Apology = "I am sorry, I could not put my answer well. Could you ask me again, or shall I bring in a person?";

    private const int Piece = 10_000, MostPieces = 4;

    private static readonly string[] Categories = ["Hate", "SelfHarm", "Sexual", "Violence"];

    public RuleInfo Info { get; } = new($"content-safety-{side}", "1", side, $"Azure AI Content Safety finds hate, self-harm, sexual content or violence of severity {severity} or more.");

    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    public FailMode Fails => fails;

    /// <summary>A client for one resource. It lives as long as the program, and takes up changes of the address's DNS.</summary>
    public static HttpClient Client(Uri endpoint, string key)
    {
        var client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/"), Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 65_536,
        };
        client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", key);
        return client;
    }

    public async ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct)
    {
        var pieces = passage.Text.Chunk(Piece).Select(piece => new string(piece)).ToList();
        if (pieces.Count > MostPieces) throw new InvalidOperationException($"The text is longer than {MostPieces * Piece} characters.");
        var worst = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var found in await Task.WhenAll(pieces.Select(piece => AskAsync(piece, ct))))
            foreach (var (category, level) in found) worst[category] = Math.Max(worst.GetValueOrDefault(category), level);

        var evidence = new JsonObject(worst.Select(w => KeyValuePair.Create(w.Key, (JsonNode?)w.Value)));
        if (worst.All(w => w.Value < severity)) return new(Do.Allow, Info.Name, Info.Version, "nothing of that severity", evidence);
        if (side == "output") return new(Do.Replace, Info.Name, Info.Version, "unsafe reply", evidence, Apology);
        // Who speaks of harm needs somebody; the rest is not answered.
        return worst.GetValueOrDefault("SelfHarm") >= severity || worst.GetValueOrDefault("Violence") >= severity
            ? new(Do.Escalate, Info.Name, Info.Version, "self-harm or violence", evidence)
            : new(Do.Refuse, Info.Name, Info.Version, "unsafe message", evidence, "I cannot answer this. Could you tell me in other words what you need?");
    }

    private async Task<IEnumerable<(string Category, int Severity)>> AskAsync(string text, CancellationToken ct)
    {
        using var response = await client.PostAsJsonAsync(Path, new { text, categories = Categories, outputType = "FourSeverityLevels" }, ct);
        // What it refuses us with may quote the text: the status is all that is told.
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"Azure AI Content Safety answers {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}.");
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
        var found = answer.RootElement.GetProperty("categoriesAnalysis").EnumerateArray().Select(item => (item.GetProperty("category").GetString()!, item.GetProperty("severity").GetInt32())).ToList();
        return Categories.Except(found.Select(f => f.Item1)).Any() ? throw new FormatException("An answer of Azure AI Content Safety lacks a category.") : found;
    }
}
