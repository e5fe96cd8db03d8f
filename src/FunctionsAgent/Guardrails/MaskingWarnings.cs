using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <param name="Field">What the agent reads.</param>
/// <param name="By">The field or type that masks it.</param>
public sealed record MaskingWarning(string Field, string By)
{
    public override string ToString() => $"The agent reasons over {Field}, which is masked ({By}): a model sees a token and cannot compare, sort or look anything up by it.";
}

/// <summary>What an agent loses by masking: facts it reasons over and will no longer see.</summary>
public static class MaskingWarnings
{
    /// <summary>How fields that hold a type are named, without case and separators.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Names = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        ["email"] = ["email", "emailaddress", "mail"], ["phone"] = ["phone", "phonenumber", "telephone", "mobile", "mobilenumber", "tel", "fax"], ["card"] = ["card", "cardnumber", "creditcard", "creditcardnumber"],
        ["iban"] = ["iban", "bankaccount"], ["ssn"] = ["ssn", "socialsecuritynumber", "socialsecurity"], ["ip"] = ["ip", "ipaddress"], ["domain"] = ["domain", "url", "website", "homepage", "host"],
        ["date"] = ["date", "birthdate", "birthday", "dateofbirth", "duedate"],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <param name="read">Fields the script's conditions and instructions, the policies and the articles name: <c>customer.name</c>, with or without an <c>@</c>.</param>
    public static ImmutableArray<MaskingWarning> Of(Masking masking, IEnumerable<string> read) =>
        [.. read.Select(field => field.TrimStart('@')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(field => Lost(masking, field)).OfType<MaskingWarning>()];

    private static MaskingWarning? Lost(Masking masking, string field)
    {
        if (masking.Fields.FirstOrDefault(masked => Within(field, masked.TrimStart('@')) || Within(masked.TrimStart('@'), field)) is { } path) return new(field, path);
        var last = string.Concat(field[(field.LastIndexOf('.') + 1)..].Where(char.IsLetterOrDigit)).ToLowerInvariant();
        var by = masking.Entities.FirstOrDefault(entity => Names.TryGetValue(entity, out var names) ? names.Contains(last) : entity.Replace("-", "", StringComparison.Ordinal) == last)
            ?? masking.Custom.FirstOrDefault(custom => custom.Name.Replace("-", "", StringComparison.Ordinal) == last)?.Name;
        return by is null ? null : new(field, by);
    }

    private static bool Within(string field, string whole) => field == whole || field.StartsWith(whole + ".", StringComparison.Ordinal);
}
