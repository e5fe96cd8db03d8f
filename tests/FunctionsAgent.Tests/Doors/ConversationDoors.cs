using System.Xml.Linq;
using FunctionsAgent.Agents;
using FunctionsAgent.Channels;
using FunctionsAgent.Conversations;
using FunctionsAgent.Tests.Drivers;
using MimeKit;

namespace FunctionsAgent.Tests.Doors;

/// <summary>A conversation of a package's tests, held through one of the doors as its customers would.</summary>
internal abstract class ConversationDoor(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether it can be said here: nobody speaks a row of question marks, and a mail states nothing about its writer.</summary>
    public virtual bool Takes(PackageTest test) => test.Customer is null;

    /// <summary>Says it, waits for the turn's end.</summary>
    /// <param name="number">Of the conversation, apart from all others of the host.</param>
    /// <returns>The conversation, and what the customer was shown or told; null where the door shows nothing by itself.</returns>
    public abstract Task<(string Conversation, string? Told)> SayAsync(AgentHost host, int number, int turn, PackageTest test);
}

internal sealed class ChatDoor() : ConversationDoor("chat")
{
    private readonly Dictionary<int, ChatSession> chats = [];

    public override bool Takes(PackageTest test) => true;

    public override async Task<(string, string?)> SayAsync(AgentHost host, int number, int turn, PackageTest test)
    {
        if (!chats.TryGetValue(number, out var chat)) chats[number] = chat = await host.OpenChatAsync(test.Customer);
        var (_, texts) = await chat.SayAsync(test.Turns[turn - 1].Says);
        return (chat.Conversation, texts[^1]);
    }
}

internal sealed class WebhookDoor() : ConversationDoor("webhook")
{
    public override bool Takes(PackageTest test) => true;

    public override async Task<(string, string?)> SayAsync(AgentHost host, int number, int turn, PackageTest test)
    {
        var sent = await host.SendAsync(Wire.Webhook(new { conversation = $"c{number}", text = test.Turns[turn - 1].Says, customer = test.Customer }, id: $"msg_{number}_{turn}"));
        return (await sent.ConversationAsync(), null);
    }
}

internal sealed class MailDoor(SmtpSink smtp) : ConversationDoor("email")
{
    private int received;

    public override async Task<(string, string?)> SayAsync(AgentHost host, int number, int turn, PackageTest test)
    {
        var threading = turn == 1 ? "" : $"References: <t{number}-1@customer.example>\r\n";
        var mail = "From: Ann <ann@customer.example>\r\nTo: Support <support@shop.example>\r\nSubject: A question\r\n"
            + $"Message-ID: <t{number}-{turn}@customer.example>\r\n{threading}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{test.Turns[turn - 1].Says}\r\n";
        var conversation = await (await host.SendAsync(Mail.Request(mail))).ConversationAsync();
        var answer = await smtp.ReceivedAsync(++received).WaitAsync(AgentHost.Patience);
        using var bytes = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(answer));
        return (conversation, (await MimeMessage.LoadAsync(bytes)).TextBody);
    }
}

internal sealed class PhoneDoor() : ConversationDoor("phone")
{
    public override bool Takes(PackageTest test) => base.Takes(test) && test.Turns.All(turn => turn.Says.Any(char.IsLetterOrDigit));

    public override async Task<(string, string?)> SayAsync(AgentHost host, int number, int turn, PackageTest test)
    {
        var call = $"CA{number}";
        var response = await host.SendAsync(TwilioCall.PostIn(call, $"/channels/voice/twilio/turn?n={turn}", fields: [("SpeechResult", test.Turns[turn - 1].Says), ("Confidence", "0.9")]));
        var document = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        return (ThreadId.For(AgentHost.Agent, "+14155550199", "voice", call).Value, string.Join(" ", document.Descendants("Say").Select(say => say.Value)));
    }
}
