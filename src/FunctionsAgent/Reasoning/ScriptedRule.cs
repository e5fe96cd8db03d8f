using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentScript;

namespace FunctionsAgent.Reasoning;

/// <summary>What a scripted model says to what. Looks at the last message: the customer's words, or with <paramref name="After"/> what that tool gave.</summary>
/// <param name="Contains">Text that has to be in it, whatever the case.</param>
/// <param name="Matches">A regular expression; <c>{1}</c> in <paramref name="Say"/> and in arguments is its first group.</param>
/// <param name="After">Name of the tool whose result the last message is.</param>
/// <param name="Call">The tools to call; the rule is passed over where one of them is not offered, unless <paramref name="Unknown"/>.</param>
/// <param name="Fail">One of <see cref="ModelFailure"/>: there is no answer.</param>
public sealed record ScriptedRule(
    string? Contains = null, string? Matches = null, string? After = null, string? Say = null, ImmutableArray<ScriptedCall> Call = default, bool Unknown = false, string? Fail = null)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentException">The expression is none.</exception>
    internal void Check()
    {
        if (Matches is not null) _ = new Regex(Matches, RegexOptions.IgnoreCase, Longest);
    }

    /// <summary>Null where the rule does not fit.</summary>
    /// <param name="after">The tool whose result <paramref name="text"/> is; null: the customer's words.</param>
    internal ModelReply? Answer(string text, string? after, ModelRequest request)
    {
        if (After != after || (Contains is not null && !text.Contains(Contains, StringComparison.OrdinalIgnoreCase))) return null;
        var match = Matches is null ? Match.Empty : Regex.Match(text, Matches, RegexOptions.IgnoreCase, Longest);
        if (Matches is not null && !match.Success) return null;
        var calls = Call.IsDefault ? [] : Call;
        if (!Unknown && !calls.All(call => request.Tools.Any(tool => tool.Name == call.Name))) return null;
        if (Fail is not null) return ModelReply.Failed(Fail);
        return new ModelReply(Say is null ? null : Fill(Say, match), [.. calls.Select((call, i) => new ModelToolCall($"call_{request.Messages.Length}_{i}", call.Name, Fill(call.Arguments, match)))], null, 200);
    }

    private static JsonElement Fill(JsonElement arguments, Match match) =>
        arguments.ValueKind == JsonValueKind.Undefined ? JsonSerializer.SerializeToElement(new { }) : JsonSerializer.SerializeToElement(arguments.EnumerateObject().ToDictionary(
            argument => argument.Name, argument => argument.Value.ValueKind == JsonValueKind.String ? JsonSerializer.SerializeToElement(Fill(argument.Value.GetString()!, match)) : argument.Value));

    private static string Fill(string text, Match match)
    {
        for (var i = 1; i < match.Groups.Count; i++) text = text.Replace($"{{{i}}}", match.Groups[i].Value, StringComparison.Ordinal);
        return text;
    }
}

/// <param name="Arguments">A JSON object; none: an empty one.</param>
public sealed record ScriptedCall(string Name, JsonElement Arguments = default);
