using System.Text.Json;

namespace FunctionsAgent.Tools;

/// <summary>An argument as a URL carries it.</summary>
internal static class ArgumentText
{
    /// <summary>Null where there is no such argument, or it is an object, an array or null.</summary>
    public static string? Of(JsonElement arguments, string name)
    {
        if (!arguments.TryGetProperty(name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
    }
}
