using System.Collections.Immutable;

namespace FunctionsAgent.Guardrails;

/// <summary>What of a conversation a model does not get to see. An agent that does not ask for it masks nothing.</summary>
/// <param name="Entities">Types, as <see cref="PiiScanner.Known"/> names them.</param>
/// <param name="Fields">Facts whose values are masked wherever they occur: <c>customer.name</c>.</param>
/// <param name="Custom">Forms of the company's own.</param>
public sealed record Masking(ImmutableArray<string> Entities, ImmutableArray<string> Fields, ImmutableArray<MaskPattern> Custom)
{
    public static Masking None { get; } = new([], [], []);

    public bool IsOff => Entities.IsEmpty && Fields.IsEmpty && Custom.IsEmpty;
}

/// <param name="Name">Small letters, digits and hyphens; its tokens are made of it.</param>
/// <param name="Pattern">A regular expression that can be matched in linear time, in its case; see <see cref="MaskPatternForm"/>.</param>
public sealed record MaskPattern(string Name, string Pattern);

/// <summary>The value of a field that is masked.</summary>
/// <param name="Path">As <see cref="Masking.Fields"/> has it.</param>
public sealed record MaskedField(string Path, string Value);
