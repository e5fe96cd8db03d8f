namespace FunctionsAgent.Guardrails;

/// <summary>A place in a text that looks like personal data.</summary>
/// <param name="Name">Of the recogniser, as <c>agent.yaml</c> writes it: email, card, uk-nino.</param>
/// <param name="Entity">The type's name in labelled data: EMAIL_ADDRESS, CREDIT_CARD, UK_NINO.</param>
/// <param name="Start">In UTF-16 units.</param>
/// <param name="Sure">The form alone says so (a checksum, an unmistakable shape); otherwise one of the recogniser's words has to stand nearby.</param>
public readonly record struct PiiFind(string Name, string Entity, int Start, int Length, bool Sure)
{
    public int End => Start + Length;
}
