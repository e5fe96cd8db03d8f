namespace FunctionsAgent.Agents;

/// <summary>What the agent says when no script speaks.</summary>
/// <param name="Apology">After a failure of ours: the message is kept and will be looked at.</param>
/// <param name="Holding">While the agent is paused.</param>
/// <param name="WithPerson">When a message arrives while a person has the conversation.</param>
public sealed record Texts(string Greeting, string Apology, string Holding, string WithPerson, string HandedOver, string Goodbye)
{
    /// <summary>What <c>agent.yaml</c> need not say.</summary>
    public static Texts Default { get; } = new(
        Greeting: "Hello. How can I help you?",
        Apology: "I am sorry, something went wrong on our side. Your message is kept, and we will look at it.",
        Holding: "Thank you for your message. We are pausing for maintenance; your message is kept and will be answered as soon as we are back.",
        WithPerson: "Thank you. I have added this for the person who is looking after your conversation.",
        HandedOver: "I am passing this to a person, with everything you told me. They will get back to you.",
        Goodbye: "Thank you for contacting us. Goodbye!");
}
