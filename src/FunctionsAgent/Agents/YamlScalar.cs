using System.Globalization;
using System.Text.RegularExpressions;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Agents;

internal enum ScalarType { Text, Number, Truth, Nothing }

/// <summary>A single value. Its type follows the core schema of YAML 1.2.2 §10.3: <c>yes</c> and <c>on</c> are text, <c>012</c> is twelve.</summary>
/// <param name="Plain">Without quotation marks; all others are text.</param>
/// <param name="Inline">The text is written on one line as it is, so that an offset into it is an offset into the line.</param>
internal sealed partial record YamlScalar(FilePosition At, string Text, bool Plain, bool Inline) : YamlNode(At)
{
    public ScalarType Type { get; } = Plain ? TypeOf(Text) : ScalarType.Text;

    public override string Kind => Type switch
    {
        ScalarType.Number => "a number",
        ScalarType.Truth => "true or false",
        ScalarType.Nothing => "nothing",
        _ => "text",
    };

    public bool Truth => Text is "true" or "True" or "TRUE";

    /// <summary>The number; infinite or NaN where the text says so or is too large.</summary>
    public double Number => Text switch
    {
        ['0', 'x', .. var digits] => Whole(digits, 16),
        ['0', 'o', .. var digits] => Whole(digits, 8),
        _ => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN,
    };

    /// <summary>As JSON writes it.</summary>
    public string JsonNumber => JsonForm().IsMatch(Text) ? Text : Number.ToString("R", CultureInfo.InvariantCulture);

    private static ScalarType TypeOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarType.Nothing,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarType.Truth,
        _ => text[0] is (>= '0' and <= '9') or '+' or '-' or '.' && NumberForm().IsMatch(text) ? ScalarType.Number : ScalarType.Text,
    };

    private static double Whole(string digits, int radix)
    {
        var value = 0.0;
        foreach (var digit in digits) value = value * radix + Convert.ToInt32(digit.ToString(), 16);
        return value;
    }

    [GeneratedRegex(@"\A([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonForm();
}
