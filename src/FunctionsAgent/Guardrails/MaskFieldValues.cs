namespace FunctionsAgent.Guardrails;

/// <summary>Finds the value of a field wherever it is written, in any case; of a person's name also each of its words, written as a name is. The entity of a find is whose it is.</summary>
internal sealed class MaskFieldValues(MaskedField field) : PiiRecognizer(Label(field.Path), Owner(field.Value))
{
    private const int ShortestValue = 2, ShortestWord = 3, LongestLabel = 40;

    /// <summary>What a field whose name ends in "name" holds.</summary>
    public const string Person = "person";

    public override void Find(string text, List<PiiFind> finds)
    {
        var value = field.Value.Trim();
        if (value.Length < ShortestValue) return;
        All(text, value, StringComparison.OrdinalIgnoreCase, finds);
        if (Name != Person) return;
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal))
            if (word.Length >= ShortestWord && word != value && char.IsUpper(word[0])) All(text, word, StringComparison.Ordinal, finds);
    }

    private static string Label(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..];
        if (last.EndsWith("name", StringComparison.OrdinalIgnoreCase)) return Person;
        var label = string.Concat(last.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-').Take(LongestLabel));
        return label.Length > 0 && char.IsAsciiLetterLower(label[0]) ? label : "field";
    }

    private static string Owner(string value) => value.Trim().ToLowerInvariant();

    private void All(string text, string value, StringComparison comparison, List<PiiFind> finds)
    {
        for (var at = text.IndexOf(value, comparison); at >= 0;)
        {
            var end = at + value.Length;
            var within = (PiiEdges.Joins(value[0]) && PiiEdges.Joins(PiiEdges.At(text, at - 1))) || (PiiEdges.Joins(value[^1]) && PiiEdges.Joins(PiiEdges.At(text, end)));
            if (!within) Add(finds, at, value.Length);
            at = end < text.Length ? text.IndexOf(value, end, comparison) : -1;
        }
    }
}
