// A file system under SQLite that fails at the n-th change, once or from then on. While it lives it is the default one
// of the process.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <new>

class FailingFileSystem {
 public:
  FailingFileSystem() : real_(sqlite3_vfs_find(nullptr)) {
    instance_ = this;
    shim_ = *real_;
    shim_.zName = "failing";
    shim_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    shim_.xOpen = &open;
    shim_.xDelete = &remove;
    sqlite3_vfs_register(&shim_, 1);
  }
  ~FailingFileSystem() {
    sqlite3_vfs_unregister(&shim_);
    sqlite3_vfs_register(real_, 1);
    instance_ = nullptr;
  }
  FailingFileSystem(const FailingFileSystem&) = delete;
  FailingFileSystem& operator=(const FailingFileSystem&) = delete;

  /// The n-th change from now on fails with `code` (1 is the next); with `lasting` all after it as well.
  void fail_at(int n, int code, bool lasting) {
    code_ = code;
    lasting_ = lasting;
    failed_ = false;
    left_ = n;
  }
  void heal() { left_ = 0; }
  /// Did a change fail since fail_at()?
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_io_methods methods;
    [[nodiscard]] sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };

  static sqlite3_file* inner(sqlite3_file* file) { return reinterpret_cast<File*>(file)->inner(); }
  static const sqlite3_io_methods& of(sqlite3_file* file) { return *inner(file)->pMethods; }

  /// 0 when the change may happen.
  int change() {
    if (left_ <= 0) return failed_ && left_ < 0 ? code_.load() : SQLITE_OK;
    if (--left_ > 0) return SQLITE_OK;
    failed_ = true;
    left_ = lasting_ ? -1 : 0;
    return code_;
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* raw, int flags, int* out_flags) {
    auto* file = new (raw) File{};
    std::memset(file->inner(), 0, static_cast<std::size_t>(instance_->real_->szOsFile));
    const int code = instance_->real_->xOpen(instance_->real_, name, file->inner(), flags, out_flags);
    if (file->inner()->pMethods == nullptr) return code;
    file->methods = *file->inner()->pMethods;  // the version and what is not offered stay as they are
    wrap(file->methods);
    file->base.pMethods = &file->methods;
    return code;
  }
  static int remove(sqlite3_vfs*, const char* name, int sync) {
    if (const int code = instance_->change()) return code;
    return instance_->real_->xDelete(instance_->real_, name, sync);
  }
  static int write(sqlite3_file* f, const void* data, int size, sqlite3_int64 at) {
    if (const int code = instance_->change()) return code;
    return of(f).xWrite(inner(f), data, size, at);
  }
  static int truncate(sqlite3_file* f, sqlite3_int64 size) {
    if (const int code = instance_->change()) return code;
    return of(f).xTruncate(inner(f), size);
  }
  static int sync(sqlite3_file* f, int flags) {
    if (const int code = instance_->change()) return code;
    return of(f).xSync(inner(f), flags);
  }

  static void wrap(sqlite3_io_methods& m) {
    m.xWrite = &write;
    m.xTruncate = &truncate;
    m.xSync = &sync;
    m.xClose = [](sqlite3_file* f) { return of(f).xClose(inner(f)); };
    m.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) { return of(f).xRead(inner(f), to, size, at); };
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return of(f).xFileSize(inner(f), size); };
    m.xLock = [](sqlite3_file* f, int level) { return of(f).xLock(inner(f), level); };
    m.xUnlock = [](sqlite3_file* f, int level) { return of(f).xUnlock(inner(f), level); };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) { return of(f).xCheckReservedLock(inner(f), out); };
    m.xFileControl = [](sqlite3_file* f, int what, void* arg) { return of(f).xFileControl(inner(f), what, arg); };
    m.xSectorSize = [](sqlite3_file* f) { return of(f).xSectorSize(inner(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) { return of(f).xDeviceCharacteristics(inner(f)); };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** to) {
      return of(f).xShmMap(inner(f), page, size, extend, to);
    };
    m.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) {
      return of(f).xShmLock(inner(f), offset, n, flags);
    };
    m.xShmBarrier = [](sqlite3_file* f) { of(f).xShmBarrier(inner(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove_it) { return of(f).xShmUnmap(inner(f), remove_it); };
    m.xFetch = [](sqlite3_file* f, sqlite3_int64 at, int size, void** to) {
      return of(f).xFetch(inner(f), at, size, to);
    };
    m.xUnfetch = [](sqlite3_file* f, sqlite3_int64 at, void* page) { return of(f).xUnfetch(inner(f), at, page); };
  }

  static inline FailingFileSystem* instance_ = nullptr;
  sqlite3_vfs* real_;
  sqlite3_vfs shim_{};
  std::atomic<int> left_{0};  ///< changes until the failure; negative: it has come and lasts
  std::atomic<bool> failed_{false};
  std::atomic<bool> lasting_{false};
  std::atomic<int> code_{SQLITE_OK};
};
