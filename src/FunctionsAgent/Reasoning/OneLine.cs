namespace FunctionsAgent.Reasoning;

/// <summary>A text without line breaks, where a line is the unit.</summary>
internal static class OneLine
{
    public static string Of(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
