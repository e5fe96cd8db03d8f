namespace FunctionsAgent.Reasoning;

/// <summary>A text and what it is.</summary>
/// <param name="Class">Of the classes, 0 and up; -1: of none.</param>
internal sealed record HashedExample(string Text, int Class);
