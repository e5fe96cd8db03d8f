namespace FunctionsAgent.Reasoning;

/// <summary>Tokens that one question to a model may take, by where they come from.</summary>
/// <param name="Instructions">The script's texts and its tools' declarations; never cut: more is a breach.</param>
/// <param name="History">What was said and what is known.</param>
/// <param name="Knowledge">Sections of articles.</param>
/// <param name="Tools">The model's calls and what they gave.</param>
/// <param name="Words">The customer's words of this turn.</param>
public sealed record ContextBudget(int Instructions = 3000, int History = 1500, int Knowledge = 2000, int Tools = 2000, int Words = 1000)
{
    public static ContextBudget Default { get; } = new();

    public int Total => Instructions + History + Knowledge + Tools + Words;
}
