using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Storage;

/// <summary>
/// Where the Functions app finds its queues, tables and blobs. Each is an address used with the app's identity,
/// or a connection string; where both are set the connection string wins, as in the Functions host itself.
/// </summary>
public sealed record AzureSettings(AzureAddress ServiceBus, AzureAddress Tables, AzureAddress Blobs)
{
    private const string Queues = "ServiceBus";
    private const string Namespace = "ServiceBus:fullyQualifiedNamespace";
    private const string Account = "Storage";
    private const string TableService = "Storage:tableServiceUri";
    private const string BlobService = "Storage:blobServiceUri";

    /// <summary>What the Functions app cannot start without, as environment variables, in the form for an identity.</summary>
    public static IReadOnlyList<string> Required { get; } = [Variable(Namespace), Variable(TableService), Variable(BlobService)];

    /// <summary>Throws <see cref="AzureSettingsException"/> that names every setting that is missing or unusable.</summary>
    public static AzureSettings Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var settings = new AzureSettings(
            Address(Namespace, Queues, host: true), Address(TableService, Account, host: false), Address(BlobService, Account, host: false));
        return problems.Count == 0 ? settings : throw new AzureSettingsException(problems);

        AzureAddress Address(string key, string connection, bool host)
        {
            if (configuration[connection] is { } text && !string.IsNullOrWhiteSpace(text)) return new(text, null);
            var value = configuration[key]?.Trim();
            if (string.IsNullOrEmpty(value))
                problems.Add($"{Variable(key)} (or {connection}, a connection string) is missing");
            else if (host && Uri.CheckHostName(value) == UriHostNameType.Unknown)
                problems.Add($"{Variable(key)} is no host name (like example.servicebus.windows.net, without sb://)");
            else if (host)
                return new(null, new Uri($"sb://{value}"));
            else if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
                problems.Add($"{Variable(key)} is no absolute https address");
            // A token must not travel in the clear; the emulator on this machine is the one exception.
            else if (uri.Scheme == "http" && !uri.IsLoopback)
                problems.Add($"{Variable(key)} must be https");
            else
                return new(null, uri);
            return new(null, null);
        }
    }

    /// <summary>
    /// Whether any setting of an Azure deployment is present, even alone: the embedded host then refuses to start rather than
    /// keep a company's conversations in a local file. Models, channels and the Functions host's own settings do not count.
    /// </summary>
    public static bool AnyPresent(IConfiguration configuration) => Present(configuration).Count > 0;

    /// <summary>The names <see cref="AnyPresent"/> found, as environment variables, for the refusal.</summary>
    public static IReadOnlyList<string> Present(IConfiguration configuration) =>
    [
        .. Stores
            .Concat(configuration.GetSection("AzureAd").GetChildren().Select(child => child.Path))
            .Where(key => !string.IsNullOrWhiteSpace(configuration[key]))
            .Select(Variable),
    ];

    private static readonly string[] Stores = [Queues, Namespace, Account, TableService, BlobService];

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}

/// <summary>A connection string, or an address to use with an identity: one of the two.</summary>
public sealed record AzureAddress(string? ConnectionString, Uri? Uri)
{
    /// <summary>A connection string holds a key: it is never printed.</summary>
    public override string ToString() => Uri?.ToString() ?? "connection string";
}

/// <summary>The app cannot start. Permanent until somebody sets what <see cref="Problems"/> names.</summary>
public sealed class AzureSettingsException(IReadOnlyList<string> problems)
    : Exception($"The Functions app cannot start, {problems.Count} of its Azure settings are not usable: {string.Join("; ", problems)}. "
        + "Set them on the app or in local.settings.json; without Azure, run FunctionsAgent.Local.")
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
