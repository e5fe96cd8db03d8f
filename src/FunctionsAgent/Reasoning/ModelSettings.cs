using System.Collections.Immutable;
using System.Globalization;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Reasoning;

/// <summary>Reads the section <c>Models</c>.</summary>
public static class ModelSettings
{
    /// <summary>Every endpoint that is set completely, by name. One without kind, address or deployment is none: the start says which setting it lacks.</summary>
    /// <exception cref="SettingException">A value that is none; the message names the setting.</exception>
    public static ImmutableArray<ModelEndpoint> Read(IConfiguration configuration) =>
    [
        .. configuration.GetSection("Models").GetChildren().Select(section => Endpoint(configuration, section.Key)).OfType<ModelEndpoint>().OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal),
    ];

    private static ModelEndpoint? Endpoint(IConfiguration configuration, string name)
    {
        if (Value("Kind") is not { } kind || Value("Endpoint") is not { } address) return null;
        var endpoint = new ModelEndpoint(name.ToLowerInvariant(), Kind(kind), address, Value("Deployment") ?? "", Value("ApiKey"));
        if (endpoint.Deployment.Length == 0)
        {
            if (!endpoint.IsOwn) return null;
            endpoint = endpoint with { Deployment = endpoint.Name };
        }
        return endpoint with
        {
            ApiVersion = Value("ApiVersion") ?? ModelEndpoint.UsualApiVersion,
            Boundary = Value("Boundary"),
            RetentionDays = Whole("RetentionDays"),
            HumanReview = Value("HumanReview") is { } reviewed ? IsTrue(reviewed) : null,
            Training = Value("Training") is { } trains && IsTrue(trains),
            Contract = Value("Contract"),
            InputPrice = Amount("InputPrice"),
            OutputPrice = Amount("OutputPrice"),
            ContextWindow = Whole("ContextWindow"),
            Record = Value("Record"),
        };

        string? Value(string key) => SettingTable.Value(configuration, $"Models__{name}__{key}") is { Length: > 0 } text ? text : null;
        int? Whole(string key) => Value(key) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
        decimal Amount(string key) => Value(key) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;
    }

    private static bool IsTrue(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static ModelKind Kind(string text) => text.ToLowerInvariant() switch
    {
        "azure-openai" => ModelKind.AzureOpenAI,
        "openai" => ModelKind.OpenAI,
        "anthropic" => ModelKind.Anthropic,
        "scripted" => ModelKind.Scripted,
        _ => ModelKind.Replay,
    };
}
