#include "base/sealer.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tandem {
namespace {

constexpr std::string_view mark = "sealed:1:";
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* data_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string base64(const std::vector<unsigned char>& bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

/// Empty for what is no base64.
std::vector<unsigned char> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return {};
  std::vector<unsigned char> bytes(text.size() / 4 * 3);
  if (EVP_DecodeBlock(bytes.data(), data_of(text), static_cast<int>(text.size())) < 0) return {};
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  bytes.erase(bytes.end() - static_cast<std::ptrdiff_t>(padding), bytes.end());
  return bytes;
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

std::unexpected<Error> cannot(std::string_view what, const std::string& path) {
  return fail(errc::storage, fmt::format("the key file '{}' cannot be {}: {}", path, what, std::strerror(errno)));
}

Result<SecretKey> read_key(const File& file, const std::string& path) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return cannot("read", path);
  if ((status.st_mode & 077U) != 0) {
    return fail(errc::storage, fmt::format("the key file '{}' may be read by others; give it mode 0600", path));
  }
  SecretKey key{};
  if (status.st_size != static_cast<off_t>(key.size()) ||
      ::read(file.get(), key.data(), key.size()) != static_cast<ssize_t>(key.size())) {
    return fail(errc::storage, fmt::format("the key file '{}' does not hold a key of {} bytes", path, key.size()));
  }
  return key;
}

}  // namespace

Sealer::Sealer() { RAND_bytes(key_.data(), static_cast<int>(key_.size())); }

std::string Sealer::seal(std::string_view secret) const {
  std::vector<unsigned char> sealed(nonce_size + secret.size() + tag_size);
  unsigned char* nonce = sealed.data();
  unsigned char* body = nonce + nonce_size;
  RAND_bytes(nonce, nonce_size);
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce);
  EVP_EncryptUpdate(context.get(), body, &length, data_of(secret), static_cast<int>(secret.size()));
  EVP_EncryptFinal_ex(context.get(), body + length, &length);
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size, body + secret.size());
  return std::string(mark) + base64(sealed);
}

Result<std::string> Sealer::open(std::string_view sealed) const {
  if (!sealed.starts_with(mark)) return std::string(sealed);
  std::vector<unsigned char> bytes = from_base64(sealed.substr(mark.size()));
  if (bytes.size() < nonce_size + tag_size) return fail(errc::invalid_argument, "a sealed secret is damaged");
  const std::size_t size = bytes.size() - nonce_size - tag_size;
  const unsigned char* body = bytes.data() + nonce_size;
  unsigned char* tag = bytes.data() + nonce_size + size;
  std::string secret(size, '\0');
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), bytes.data());
  EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(secret.data()), &length, body,
                    static_cast<int>(size));
  EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag);
  if (EVP_DecryptFinal_ex(context.get(), reinterpret_cast<unsigned char*>(secret.data()) + length, &length) != 1) {
    return fail(errc::invalid_argument, "a secret was sealed with another key, or is damaged; give the engine the key it "
                                        "was sealed with");
  }
  return secret;
}

namespace {

/// Written beside it and linked, so that of several processes all find one whole key.
Result<void> make_key(const std::string& path) {
  const std::string draft = fmt::format("{}.new-{}", path, ::getpid());
  SecretKey key{};
  if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) {
    return fail(errc::storage, "no random numbers for a new key");
  }
  const File file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) return cannot("made", path);
  const bool written = ::write(file.get(), key.data(), key.size()) == static_cast<ssize_t>(key.size()) &&
                       ::fsync(file.get()) == 0 && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const auto error = cannot("written", path);
  ::unlink(draft.c_str());
  if (!written) return error;
  return {};
}

}  // namespace

Result<SecretKey> key_from_file(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0 && errno == ENOENT) {
    if (Result<void> made = make_key(path); !made) return std::unexpected(made.error());
  }
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return cannot("read", path);
  return read_key(file, path);
}

}  // namespace tandem
