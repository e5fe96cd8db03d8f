using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

/// <summary>
/// Reads single values. After an error each answers an empty value of its type, so that the rest is read too; what was
/// read counts only when the whole package is without error.
/// </summary>
internal sealed partial class Values(PackageErrors errors, Func<string, string?>? settings = null)
{
    public PackageErrors Errors => errors;

    /// <summary>Text that is not blank.</summary>
    public string Text(YamlNode node, string what, bool filled = true)
    {
        if (node is not YamlScalar { Type: ScalarType.Text } scalar)
        {
            errors.Add(node.At, $"{what} is text, not {node.Kind}.{(node is YamlScalar { Type: not ScalarType.Nothing } ? " Quotation marks make it text." : "")}");
            return "";
        }

        if (string.IsNullOrWhiteSpace(scalar.Text)) errors.Add(node.At, $"{what} is empty.");
        return filled ? Filled(scalar) : scalar.Text;
    }

    public double Share(YamlNode node, string what)
    {
        if (node is YamlScalar { Type: ScalarType.Number, Number: >= 0 and <= 1 } scalar) return scalar.Number;
        errors.Add(node.At, $"{what} is a share from 0 to 1{Found(node)}.");
        return 0;
    }

    public int Whole(YamlNode node, string what, int least, int most)
    {
        if (node is YamlScalar { Type: ScalarType.Number } scalar && scalar.Number >= least && scalar.Number <= most && double.IsInteger(scalar.Number)) return (int)scalar.Number;
        errors.Add(node.At, $"{what} is a whole number from {least} to {most}{Found(node)}.");
        return 0;
    }

    public bool Truth(YamlNode node, string what)
    {
        if (node is YamlScalar { Type: ScalarType.Truth } scalar) return scalar.Truth;
        errors.Add(node.At, $"{what} is true or false{Found(node)}.");
        return false;
    }

    public string Choice(YamlNode node, string what, IReadOnlyCollection<string> known)
    {
        if (node is YamlScalar { Type: ScalarType.Text } scalar && known.Contains(scalar.Text)) return scalar.Text;
        var written = node is YamlScalar { Type: ScalarType.Text } word ? word.Text : null;
        errors.Add(node.At, known.Count == 0
            ? $"{what} is one of those this package has, and it has none{Found(node)}."
            : $"{what} is one of {string.Join(", ", known)}{Found(node)}.{(written is null ? "" : Nearest(written, known))}");
        return "";
    }

    /// <summary>Text of a given form.</summary>
    public string Matching(YamlNode node, string what, Regex form, string expected)
    {
        if (node is YamlScalar { Type: ScalarType.Text } scalar && form.IsMatch(scalar.Text)) return scalar.Text;
        errors.Add(node.At, $"{what} is {expected}{Found(node)}.");
        return "";
    }

    /// <summary>A name of ours: small letters, digits and hyphens.</summary>
    public string Name(YamlNode node, string what) => Matching(node, what, NameForm(), "a name: small letters, digits and hyphens, a letter first, at most 63");

    /// <summary>At most 365 days.</summary>
    public TimeSpan Duration(YamlNode node, string what)
    {
        const string expected = "a duration like 500ms, 2s, 10m, 1h or 3d, up to 365d";
        var text = Matching(node, what, DurationForm(), expected);
        if (text.Length == 0) return TimeSpan.Zero;
        var digits = text.TrimEnd('m', 's', 'h', 'd');
        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        var seconds = text[digits.Length..] switch { "ms" => number / 1000, "s" => number, "m" => number * 60, "h" => number * 3600, _ => number * 86400 };
        if (seconds <= 365 * 86400) return TimeSpan.FromSeconds(seconds);
        errors.Add(node.At, $"{what} is {expected}{Found(node)}.");
        return TimeSpan.Zero;
    }

    public ImmutableArray<T> List<T>(YamlNode node, string what, Func<YamlNode, T> read)
    {
        if (node is YamlSequence list) return [.. list.Items.Select(read)];
        errors.Add(node.At, $"{what} is a list, not {node.Kind}.");
        return [];
    }

    public ImmutableArray<string> Texts(YamlNode node, string what) => List(node, what, item => Text(item, $"An entry of {what}"));

    /// <summary>A setting that something at this place needs; its value is never in a message.</summary>
    public string? Setting(FilePosition at, string name)
    {
        if (settings is null) return null;
        if (settings(name) is { Length: > 0 } value) return value;
        Errors.Add(at, $"The setting {name} is needed here, and is not set.");
        return null;
    }

    public static string Found(YamlNode node) => node is YamlScalar { Text.Length: > 0 } scalar ? $", not '{Shown.Of(scalar.Text)}'" : $", not {node.Kind}";

    public static string Nearest(string written, IEnumerable<string> known)
    {
        var suggestion = Suggestion.For(written, known);
        return suggestion.StartsWith("Did", StringComparison.Ordinal) ? " " + suggestion : "";
    }

    // A message shows what is written, never the setting's value.
    private string Filled(YamlScalar scalar)
    {
        if (settings is null || !scalar.Text.Contains("${", StringComparison.Ordinal)) return scalar.Text;
        return SettingForm().Replace(scalar.Text, found =>
        {
            var name = found.Groups["name"].Value;
            if (name.Length == 0) errors.Add(scalar.At, "'${' needs a setting's name and '}': ${NAME}.");
            else if (settings(name) is { Length: > 0 } value) return value;
            else errors.Add(scalar.At, $"The setting '{Shown.Of(name)}' is not set.");
            return "";
        });
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    public static partial Regex NameForm();

    [GeneratedRegex(@"\A[1-9][0-9]{0,8}(ms|s|m|h|d)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DurationForm();

    [GeneratedRegex(@"\$\{((?<name>[A-Za-z_][A-Za-z0-9_:.]{0,199})\})?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SettingForm();
}
