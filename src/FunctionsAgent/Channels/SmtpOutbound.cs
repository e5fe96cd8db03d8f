using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace FunctionsAgent.Channels;

/// <summary>
/// Answers a mail by SMTP. The Message-ID derives from the send key, so every attempt carries the same one, and comes back
/// as <see cref="Delivery.Sent"/>'s id without its brackets: the form in which <see cref="InboundMessage.ThreadHints"/> name it.
/// SMTP dedupes nothing: a connection lost after the body was handed over is a doubt, not a failure.
/// </summary>
public sealed class SmtpOutbound(ChannelOptions.SmtpOptions options, TimeProvider time) : IOutbound
{
    /// <summary>For one attempt, from the connection to the server's last word.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public bool Dedupes => false;

    public string? MessageIdOf(Outbound message) =>
        MailboxAddress.TryParse(options.From ?? "", out var from) ? ReplyMail.MessageId(message, from) : null;

    public Task<Delivery> SendAsync(Outbound message, CancellationToken ct) => SendAsync(from => ReplyMail.Compose(message, from, time.GetUtcNow()), ct);

    /// <param name="compose">A mail from our address, with a Message-ID; null: there is nobody to send it to.</param>
    internal async Task<Delivery> SendAsync(Func<MailboxAddress, MimeMessage?> compose, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(options.Host) || !MailboxAddress.TryParse(options.From ?? "", out var from))
            return new Delivery.Unreachable("Settings Channels__Smtp__Host and Channels__Smtp__From are needed to send mail.");
        if (compose(from) is not { } mail)
            return new Delivery.Refused("The conversation names no mail address to answer to.");
        using (mail)
        using (var deadline = new CancellationTokenSource(Timeout, time))
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token))
        using (var client = new SmtpClient { Timeout = (int)Timeout.TotalMilliseconds })
        {
            var handover = new Handover();
            try
            {
                await client.ConnectAsync(options.Host, options.Port, Security(), either.Token);
                if (!string.IsNullOrEmpty(options.User))
                    await client.AuthenticateAsync(options.User, options.Password ?? "", either.Token);
                await client.SendAsync(mail, either.Token, handover);
            }
            catch (SmtpCommandException e)
            {
                var reason = $"The mail server answered {(int)e.StatusCode} ({e.ErrorCode}).";
                return (int)e.StatusCode >= 500 ? new Delivery.Refused(reason) : new Delivery.Unreachable(reason);
            }
            catch (Exception e) when (!ct.IsCancellationRequested || e is not OperationCanceledException)
            {
                return handover.Begun
                    ? new Delivery.Unknown($"The mail server was lost after it was given the mail: {e.GetType().Name}.")
                    : new Delivery.Unreachable($"The mail server could not be reached: {e.GetType().Name}.");
            }

            await Goodbye(client, either.Token);
            return new Delivery.Sent(mail.MessageId!);
        }
    }

    /// <summary>Connects and signs in as a mail would, and sends none. Null when that works, else why it does not.</summary>
    public async Task<string?> ProbeAsync(TimeSpan patience, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(patience);
        using var client = new SmtpClient { Timeout = (int)patience.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(options.Host!, options.Port, Security(), deadline.Token);
            if (!string.IsNullOrEmpty(options.User)) await client.AuthenticateAsync(options.User, options.Password ?? "", deadline.Token);
            await Goodbye(client, deadline.Token);
            return null;
        }
        catch (MailKit.Security.AuthenticationException)
        {
            return "The mail server refuses the sign-in.";
        }
        catch (Exception e) when (!ct.IsCancellationRequested || e is not OperationCanceledException)
        {
            return $"The mail server cannot be reached: {(e is OperationCanceledException ? $"no answer within {patience.TotalSeconds:0.#} s" : e.Message)}";
        }
    }

    // Credentials never go over a line that somebody may have stripped of its TLS.
    private SecureSocketOptions Security() => options.Port == 465 ? SecureSocketOptions.SslOnConnect
        : string.IsNullOrEmpty(options.User) ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls;

    // The mail is accepted by now; how the connection ends changes nothing.
    private static async Task Goodbye(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // Nobody is left to be told.
        }
    }

    // MailKit reports progress when it writes the body, which is when the server may have taken the mail.
    private sealed class Handover : ITransferProgress
    {
        public bool Begun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => Begun = true;

        public void Report(long bytesTransferred) => Begun = true;
    }
}
