using System.Globalization;
using System.Text.RegularExpressions;
using AgentScript.Expressions;
using AgentScript.Model;

namespace AgentScript.Running;

/// <summary>Finds a slot's value in a message. A pattern that needs backtracking, or is none, finds nothing: a matcher's time must not depend on the text.</summary>
internal sealed partial class SlotReader
{
    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Whole = "whole_";

    private readonly Regex? pattern;
    private readonly Regex? answer;

    public SlotReader(Slot slot)
    {
        Slot = slot;
        // The boundaries are matched as characters: without backtracking there is no looking around.
        pattern = Compile(slot.Pattern is null ? null : $@"(?:\A|\W)(?<{Whole}>{slot.Pattern})(?:\W|\z)", slot.Pattern);
        answer = Compile(slot.Answer is null ? null : $@"\A(?<{Whole}>{slot.Answer})\z", slot.Answer);
    }

    public Slot Slot { get; }

    /// <summary>Whether the slot says how its value looks.</summary>
    public bool HasForm => Slot.Pattern is not null || Slot.Answer is not null || Slot.Kind is not null;

    /// <summary>Found anywhere between word boundaries, or null.</summary>
    public string? Find(string text, TypedText typed) => First(pattern, text) ?? (Slot.Kind is { } kind ? typed.First(text, kind) : null);

    /// <summary>The whole message, as the answer to a question; or null.</summary>
    public string? Answer(string text) => First(answer, text.Trim());

    /// <summary>What a message without a slot of its own says for a variable of a type, or null.</summary>
    public static Value? Read(string text, TypedText typed, string type, bool isList)
    {
        text = text.Trim();
        if (text.Length == 0 || isList) return null;
        return type switch
        {
            "boolean" => YesNo.Read(text) is { } yes ? Value.Of(yes) : null,
            "currency" when typed.Only(text, "money") is { } money => Types.Coerce(Value.Of(money.Split(' ')[0]), type),
            "number" or "currency" or "integer" or "long" => Types.Coerce(Value.Of(Only(Numbers().Matches(text))), type) is { IsNone: false } number ? number : null,
            "date" when typed.Only(text, "date") is { } day => Value.Of(day),
            "date" => Only(Dates().Matches(text)) is { } date && DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? Value.Of(date) : null,
            "object" => null,
            _ => Types.Coerce(Value.Of(text), type),
        };
    }

    /// <summary>A message with two numbers does not say which one is meant.</summary>
    private static string? Only(MatchCollection matches) => matches.Count == 1 ? matches[0].Value : null;

    private static string? First(Regex? regex, string text)
    {
        if (regex is null) return null;
        var match = regex.Match(text);
        if (!match.Success) return null;
        var own = match.Groups.Cast<Group>().Skip(1).FirstOrDefault(g => g.Name != Whole && g.Success);
        return (own ?? match.Groups[Whole]).Value;
    }

    private static Regex? Compile(string? regex, string? own)
    {
        if (regex is null) return null;
        try
        {
            // Its own text must be a whole pattern: "a)(b" is not one, though it is between brackets.
            _ = new Regex(own!, Options);
            return new Regex(regex, Options);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"(?<![\w.])[+-]?[0-9]+(\.[0-9]+)?(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<!\w)[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Dates();
}
