using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Agents;

/// <summary>What an agent loses by its own masking: the facts its script and its policies name and a model will no longer see.</summary>
public static partial class MaskedReads
{
    public static ImmutableArray<MaskingWarning> Of(Package package) => package is { Manifest: { Masking.IsOff: false } manifest, Files: { } files }
        ? MaskingWarnings.Of(manifest.Masking, files.All.Where(file => file.Key == AgentReader.File || file.Key == manifest.Script).SelectMany(file => Named(Encoding.UTF8.GetString(file.Value.Span))))
        : [];

    private static IEnumerable<string> Named(string text) => Reference().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"@(?:customer|variables)\.[A-Za-z_][A-Za-z0-9_]{0,79}(?:\.[A-Za-z_][A-Za-z0-9_]{0,79}){0,8}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
