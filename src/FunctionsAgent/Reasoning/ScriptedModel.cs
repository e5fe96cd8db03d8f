using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Reasoning;

/// <summary>The file of a scripted model: JSON, comments allowed. The first rule that fits answers.</summary>
/// <param name="DelayMilliseconds">How long each answer takes.</param>
/// <param name="Otherwise">Answers where no rule fits; without one that is an empty answer, as rubbish as a model's.</param>
public sealed record ScriptedModel(int DelayMilliseconds = 0, ImmutableArray<ScriptedRule> Rules = default, ScriptedRule? Otherwise = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="SettingException">The file cannot be read; the message says where it is wrong.</exception>
    public static ScriptedModel Load(ModelEndpoint endpoint)
    {
        try
        {
            var script = JsonSerializer.Deserialize<ScriptedModel>(File.ReadAllText(endpoint.Address), Options) ?? throw new JsonException("It is empty.");
            foreach (var rule in script.Rules.IsDefault ? [] : script.Rules) rule.Check();
            return script;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingException($"Setting Models__{endpoint.Name}__Endpoint names the script {endpoint.Address}, which cannot be read: {e.Message}");
        }
    }
}
