namespace FunctionsAgent.Reasoning;

/// <summary>Whether the messages of a request may go to an endpoint, and the rule that says so.</summary>
/// <param name="Rule">One of the names in the table of <see cref="ModelBoundary"/>.</param>
public sealed record ModelAdmission(bool IsAdmitted, string Rule);
