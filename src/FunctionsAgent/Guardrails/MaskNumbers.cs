using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>Gives out tokens: the same for the same, the next number for somebody new, the next letter for another spelling.</summary>
internal sealed class MaskNumbers
{
    /// <summary>Types whose values are the same with other blanks and hyphens between the same figures. An address of the internet is not: its dots count.</summary>
    private static readonly ImmutableHashSet<string> Exact = ["ip", "date", "crypto", MaskLookalikes.Text];

    private readonly Dictionary<(string Label, string Value, string Owner), string> tokens = [];
    private readonly Dictionary<(string Label, string Owner), (int Number, int Spellings)> owners = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly ImmutableArray<MaskEntry>.Builder entries;

    public MaskNumbers(MaskMap map)
    {
        entries = map.Entries.ToBuilder();
        foreach (var entry in entries)
        {
            var (label, number, spelling) = MaskToken.Read(entry.Token);
            tokens[(label, entry.Value, entry.Owner)] = entry.Token;
            owners[(label, entry.Owner)] = (number, Math.Max(spelling + 1, owners.GetValueOrDefault((label, entry.Owner)).Spellings));
            numbers[label] = Math.Max(number, numbers.GetValueOrDefault(label));
        }
    }

    public MaskMap Map => new(entries.ToImmutable());

    public string Of(PiiFind find, string value)
    {
        var label = MaskToken.Label(find.Name);
        var owner = Owner(find, value);
        if (tokens.TryGetValue((label, value, owner), out var known)) return known;
        var (number, spellings) = owners.GetValueOrDefault((label, owner));
        if (number == 0) number = numbers[label] = numbers.GetValueOrDefault(label) + 1;
        owners[(label, owner)] = (number, spellings + 1);
        var token = MaskToken.Of(label, number, spellings);
        tokens.Add((label, value, owner), token);
        entries.Add(new(token, value, owner));
        return token;
    }

    private static string Owner(PiiFind find, string value)
    {
        if (find.Name == MaskFieldValues.Person) return find.Entity;
        if (find.Name is "email" or "domain") return value.ToLowerInvariant();
        // A pattern of the company's own may hold anything: only what is written alike is the same.
        if (Exact.Contains(find.Name) || find.Name == find.Entity) return value;
        var same = string.Concat(value.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return same.Length > 0 ? same : value;
    }
}
