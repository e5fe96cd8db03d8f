namespace FunctionsAgent.Conversations;

/// <summary>Something said in a conversation.</summary>
/// <param name="Role">customer, agent or staff.</param>
/// <param name="Class">Data class of the text.</param>
public sealed record Said(string Role, string Text, string Class);
